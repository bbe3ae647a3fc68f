"""What a bot does to messages that are there."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rehearsal.standin import Message, Person, StandIn
from bot.rehearsal.standin.people import PIXEL
from tests.rehearsal.standin.client import Client, Clock, button, keyboard

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
YES = keyboard([button("Oui")])
NO = keyboard([button("Non")])


@pytest.fixture
async def asked(client: Client, awa: Person) -> Message:
    await client.result("sendMessage", chat_id=awa.user_id, text="Une question", reply_markup=YES)
    assert awa.chat.last is not None
    return awa.chat.last


def place(message: Message) -> dict[str, Any]:
    return {"chat_id": message.chat.chat_id, "message_id": message.message_id}


async def test_an_edit_replaces_text_and_buttons(client: Client, asked: Message, clock: Clock) -> None:
    clock.passes(60)

    edited = await client.result("editMessageText", **place(asked), text="Merci", reply_markup=NO)

    assert (edited["text"], edited["reply_markup"]) == ("Merci", NO)
    assert edited["edit_date"] == edited["date"] + 60
    assert (asked.text, asked.labels, asked.edited) == ("Merci", ["Non"], True)


async def test_an_edit_without_buttons_takes_them_away(client: Client, asked: Message) -> None:
    await client.result("editMessageText", **place(asked), text="Une question")

    assert asked.labels == []


async def test_an_edit_that_changes_nothing_is_refused(client: Client, asked: Message) -> None:
    same = {**place(asked), "reply_markup": YES}

    assert await client.refusal("editMessageText", **same, text="Une question") == NOT_MODIFIED
    assert await client.refusal("editMessageText", **same, text=" Une question\n") == NOT_MODIFIED
    assert await client.refusal("editMessageReplyMarkup", **same) == NOT_MODIFIED
    assert not asked.edited


async def test_formatting_alone_is_a_change(client: Client, asked: Message) -> None:
    await client.result(
        "editMessageText",
        **place(asked),
        text="<b>Une</b> question",
        parse_mode="HTML",
        reply_markup=YES,
    )

    assert asked.entities == [{"offset": 0, "length": 3, "type": "bold"}]


async def test_buttons_can_be_edited_alone(client: Client, asked: Message) -> None:
    await client.result("editMessageReplyMarkup", **place(asked), reply_markup=NO)
    assert (asked.text, asked.labels) == ("Une question", ["Non"])

    await client.result("editMessageReplyMarkup", **place(asked))
    assert asked.labels == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"message_id": 999, "text": "x"}, "400 Bad Request: message to edit not found"),
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "400 Bad Request: MESSAGE_TOO_LONG"),
    ],
)
async def test_edits_that_telegram_refuses(
    client: Client, standin: StandIn, asked: Message, change: dict[str, Any], refusal: str
) -> None:
    assert await client.refusal("editMessageText", **{**place(asked), **change}) == refusal
    assert standin.faults == []


async def test_only_the_bots_own_messages_can_be_edited(client: Client, awa: Person) -> None:
    hers = await awa.sends("bonjour")
    await client.result("sendMessage", chat_id=awa.user_id, text="?", reply_markup={"force_reply": True})
    with_keyboard = awa.chat.last
    assert with_keyboard is not None

    for message in (hers, with_keyboard):
        refusal = await client.refusal("editMessageText", **place(message), text="x")
        assert refusal == "400 Bad Request: message can't be edited"


async def test_a_caption_is_no_text_and_a_text_no_caption(
    client: Client, awa: Person, asked: Message
) -> None:
    await client.upload("sendPhoto", chat_id=awa.user_id, photo=("chart.png", PIXEL), caption="Avant")
    photo = awa.chat.last
    assert photo is not None

    await client.result("editMessageCaption", **place(photo), caption="Après")

    assert photo.text == "Après"
    assert (
        await client.refusal("editMessageCaption", **place(photo), caption="x" * 1025)
        == "400 Bad Request: MEDIA_CAPTION_TOO_LONG"
    )
    assert (
        await client.refusal("editMessageText", **place(photo), text="x")
        == "400 Bad Request: there is no text in the message to edit"
    )
    assert (
        await client.refusal("editMessageCaption", **place(asked), caption="x")
        == "400 Bad Request: there is no caption in the message to edit"
    )


async def test_a_text_can_become_a_picture(client: Client, asked: Message) -> None:
    media = '{"type": "photo", "media": "attach://chart", "caption": "Résultats"}'

    answer = await client.upload("editMessageMedia", **place(asked), media=media, chart=("chart.png", PIXEL))

    assert answer["ok"], answer
    assert (asked.media, asked.text, asked.file) == ("photo", "Résultats", PIXEL)


async def test_a_deleted_message_is_gone_from_the_screen(client: Client, awa: Person, asked: Message) -> None:
    assert await client.result("deleteMessage", **place(asked)) is True

    assert asked.deleted
    assert asked not in awa.chat.messages
    refusal = await client.refusal("deleteMessage", **place(asked))
    assert refusal == "400 Bad Request: message to delete not found"


async def test_after_two_days_nothing_can_be_deleted_but_all_can_be_edited(
    client: Client, asked: Message, clock: Clock
) -> None:
    clock.passes(48 * 3600 + 1)

    assert (
        await client.refusal("deleteMessage", **place(asked))
        == "400 Bad Request: message can't be deleted for everyone"
    )
    assert await client.result("editMessageText", **place(asked), text="Merci")


async def test_in_a_private_chat_a_bot_deletes_what_people_wrote_but_not_in_a_group(
    client: Client, standin: StandIn, awa: Person
) -> None:
    typed = await awa.sends("ma question")
    group = standin.group("Jeunes", members=[awa])
    said = await group.says(awa, "bonjour")

    assert await client.result("deleteMessage", **place(typed))
    refusal = await client.refusal("deleteMessage", **place(said))
    assert refusal == "400 Bad Request: message can't be deleted"


async def test_many_are_deleted_at_once_and_missing_ones_passed_over(
    client: Client, awa: Person, asked: Message
) -> None:
    typed = await awa.sends("ma question")
    numbers = [asked.message_id, 999, typed.message_id]

    assert await client.result("deleteMessages", chat_id=awa.user_id, message_ids=numbers) is True

    assert asked.deleted and typed.deleted
    assert (
        await client.refusal("deleteMessages", chat_id=awa.user_id, message_ids=list(range(101)))
        == "400 Bad Request: too many message identifiers specified"
    )


async def test_a_message_can_be_pinned_and_unpinned(client: Client, awa: Person, asked: Message) -> None:
    await client.result("pinChatMessage", **place(asked))
    chat = await client.result("getChat", chat_id=awa.user_id)
    assert chat["pinned_message"]["text"] == "Une question"

    await client.result("unpinChatMessage", chat_id=awa.user_id)

    assert awa.chat.pinned == []
    refusal = await client.refusal("unpinChatMessage", chat_id=awa.user_id)
    assert refusal == "400 Bad Request: message to unpin not found"


async def test_a_bot_reacts_with_telegrams_emoji(client: Client, awa: Person) -> None:
    typed = await awa.sends("merci")

    await client.result("setMessageReaction", **place(typed), reaction=[{"type": "emoji", "emoji": "🙏"}])

    assert typed.reaction == [{"type": "emoji", "emoji": "🙏"}]
    assert (
        await client.refusal(
            "setMessageReaction", **place(typed), reaction=[{"type": "emoji", "emoji": "🇲🇱"}]
        )
        == "400 Bad Request: REACTION_INVALID"
    )
