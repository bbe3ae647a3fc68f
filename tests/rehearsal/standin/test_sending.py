"""What a bot sends, and what Telegram does not take."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.rehearsal.standin import Person, StandIn
from bot.rehearsal.standin.people import PIXEL
from tests.rehearsal.standin.client import Client, Clock, button, keyboard


async def test_a_message_arrives_as_it_was_sent(client: Client, awa: Person, clock: Clock) -> None:
    sent = await client.result(
        "sendMessage",
        chat_id=awa.user_id,
        text="<b>I ni ce</b> 🌍",
        parse_mode="HTML",
        disable_notification=True,
        protect_content=True,
        reply_markup=keyboard([button("Oui", "yes")]),
    )

    assert sent["text"] == "I ni ce 🌍"
    assert sent["entities"] == [{"offset": 0, "length": 7, "type": "bold"}]
    assert sent["date"] == int(clock.time)
    assert sent["chat"]["id"] == awa.user_id
    assert sent["from"]["username"] == "BaroTestBot"
    assert sent["has_protected_content"] is True
    assert sent["reply_markup"] == keyboard([button("Oui", "yes")])
    message = awa.chat.last
    assert message is not None
    assert (message.message_id, message.text, message.labels) == (sent["message_id"], "I ni ce 🌍", ["Oui"])
    assert message.silent and message.protected and not message.edited


async def test_message_numbers_grow(client: Client, standin: StandIn, awa: Person) -> None:
    seydou = standin.person("Seydou")
    await seydou.starts()

    numbers = [
        (await client.result("sendMessage", chat_id=person.user_id, text="?"))["message_id"]
        for person in (awa, seydou, awa)
    ]

    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("encoding", ["query", "form", "multipart"])
async def test_parameters_come_in_any_of_telegrams_encodings(
    standin: StandIn, session: aiohttp.ClientSession, awa: Person, encoding: str
) -> None:
    url = f"{standin.url}/bot1:TEST/sendMessage"
    parameters = {
        "chat_id": str(awa.user_id),
        "text": "É & ɛ",
        "disable_notification": "true",
        "reply_markup": '{"inline_keyboard": [[{"text": "Oui", "callback_data": "x"}]]}',
    }
    form = aiohttp.FormData(parameters, default_to_multipart=encoding == "multipart")

    async with (
        session.get(url, params=parameters) if encoding == "query" else session.post(url, data=form)
    ) as response:
        answer = await response.json()

    assert answer["ok"], answer
    message = awa.chat.last
    assert message is not None
    assert (message.text, message.labels, message.silent) == ("É & ɛ", ["Oui"], True)
    assert standin.faults == []


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": " \n "}, "400 Bad Request: text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "400 Bad Request: text must be non-empty"),
        ({"text": "ɛ" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "Word"}, "400 Bad Request: unsupported parse_mode"),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "x", "reply_parameters": {"message_id": 999}},
            "400 Bad Request: message to be replied not found",
        ),
    ],
)
async def test_text_that_telegram_refuses(
    client: Client, awa: Person, parameters: dict[str, Any], refusal: str
) -> None:
    assert await client.refusal("sendMessage", chat_id=awa.user_id, **parameters) == refusal
    assert len(awa.chat.messages) == 1


async def test_length_is_counted_after_the_tags_are_read(client: Client, awa: Person) -> None:
    sent = await client.result(
        "sendMessage", chat_id=awa.user_id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML"
    )

    assert len(sent["text"]) == 4096


@pytest.mark.parametrize(
    ("pressed", "refusal"),
    [
        (button("Oui", "é" * 33), "400 Bad Request: BUTTON_DATA_INVALID"),
        (button(" "), "400 Bad Request: inline keyboard button text must be non-empty"),
        (
            {"text": "Oui"},
            "400 Bad Request: can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {**button("Oui"), "url": "https://example.org"},
            "400 Bad Request: can't parse inline keyboard button: "
            "exactly one action expected, found url and callback_data",
        ),
        (
            {"text": "Oui", "url": "http://localhost/x"},
            "400 Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_buttons_that_telegram_refuses(
    client: Client, awa: Person, pressed: dict[str, Any], refusal: str
) -> None:
    answer = await client.refusal(
        "sendMessage", chat_id=awa.user_id, text="?", reply_markup=keyboard([pressed])
    )

    assert answer == refusal


async def test_sixty_four_bytes_and_a_hundred_buttons_are_the_most(client: Client, awa: Person) -> None:
    row = [button("Oui", "é" * 32)] * 5

    sent = await client.result(
        "sendMessage", chat_id=awa.user_id, text="?", reply_markup=keyboard(*[row] * 20)
    )
    refusal = await client.refusal(
        "sendMessage", chat_id=awa.user_id, text="?", reply_markup=keyboard(*[row] * 20, [button("Non")])
    )

    assert len(sent["reply_markup"]["inline_keyboard"]) == 20
    assert refusal == "400 Bad Request: reply markup is too long"


async def test_a_document_goes_down_and_up_again(client: Client, awa: Person) -> None:
    content = "\ufeffquestion;appuis\nɛ;3\n".encode()

    answer = await client.upload(
        "sendDocument", chat_id=awa.user_id, document=("questions.csv", content), caption="Voilà"
    )

    document = answer["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("questions.csv", len(content))
    message = awa.chat.last
    assert message is not None
    assert (message.file, message.file_name, message.text) == (content, "questions.csv", "Voilà")
    kept = await client.result("getFile", file_id=document["file_id"])
    async with client.session.get(f"{client.url}/file/bot1:TEST/{kept['file_path']}") as response:
        assert await response.read() == content


async def test_a_photo_tells_its_size_and_can_be_sent_again_by_its_id(client: Client, awa: Person) -> None:
    answer = await client.upload("sendPhoto", chat_id=awa.user_id, photo=("chart.png", PIXEL))
    size = answer["result"]["photo"][-1]

    again = await client.result("sendPhoto", chat_id=awa.user_id, photo=size["file_id"])

    assert (size["width"], size["height"]) == (1, 1)
    assert again["photo"][-1]["file_id"] == size["file_id"]
    assert [message.file for message in awa.chat.messages[1:]] == [PIXEL, PIXEL]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"photo": ("chart.png", b"no picture")}, "Bad Request: IMAGE_PROCESS_FAILED"),
        ({"photo": ("chart.png", b"")}, "Bad Request: file must be non-empty"),
        ({"photo": "BAADnothing"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ({"photo": ("chart.png", PIXEL), "caption": "x" * 1025}, "Bad Request: message caption is too long"),
    ],
)
async def test_pictures_that_telegram_refuses(
    client: Client, awa: Person, fields: dict[str, Any], refusal: str
) -> None:
    answer = await client.upload("sendPhoto", chat_id=awa.user_id, **fields)

    assert answer["description"] == refusal


async def test_a_file_nobody_uploaded_is_not_found(client: Client, awa: Person) -> None:
    assert await client.refusal("getFile", file_id="BAADnothing") == "400 Bad Request: invalid file_id"
    async with client.session.get(f"{client.url}/file/bot1:TEST/documents/none.csv") as response:
        assert response.status == 404


async def test_a_body_that_is_no_object_is_refused(client: Client, awa: Person) -> None:
    headers = {"Content-Type": "application/json"}
    url = f"{client.url}/bot1:TEST/getMe"
    async with client.session.post(url, data=b"[1]", headers=headers) as response:
        assert (await response.json())["description"] == "Bad Request: JSON object expected"


async def test_a_copy_says_the_same_in_another_chat(client: Client, standin: StandIn, awa: Person) -> None:
    seydou = standin.person("Seydou")
    await seydou.starts()
    original = await client.result("sendMessage", chat_id=awa.user_id, text="<i>x</i>", parse_mode="HTML")

    await client.result(
        "copyMessage",
        chat_id=seydou.user_id,
        from_chat_id=awa.user_id,
        message_id=original["message_id"],
    )

    copy = seydou.chat.last
    assert copy is not None
    assert (copy.text, copy.entities) == ("x", original["entities"])


async def test_a_chat_action_is_one_that_telegram_knows(client: Client, awa: Person) -> None:
    assert await client.result("sendChatAction", chat_id=awa.user_id, action="typing") is True
    assert awa.chat.actions == ["typing"]
    assert (
        await client.refusal("sendChatAction", chat_id=awa.user_id, action="thinking")
        == "400 Bad Request: wrong parameter action in request"
    )
