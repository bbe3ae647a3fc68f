"""python-telegram-bot understands every answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from bot.app.discretion import discreet
from bot.rehearsal.standin import Person, StandIn
from bot.rehearsal.standin.people import PIXEL

# The library by itself, with a client of its own: what it would log, token and all, is not Baro's.
discreet("telegram", "httpx", "httpcore")

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="yes")]])


@pytest.fixture
async def bot(standin: StandIn) -> AsyncIterator[Bot]:
    async with Bot("1:TEST", base_url=f"{standin.url}/bot", base_file_url=f"{standin.url}/file/bot") as bot:
        yield bot
    assert standin.faults == []


async def test_a_conversation(bot: Bot, awa: Person) -> None:
    (start,) = await bot.get_updates(timeout=1)
    assert start.message is not None and start.effective_user is not None
    assert start.message.text == "/start"
    assert start.effective_user.id == awa.user_id

    sent = await bot.send_message(
        awa.user_id,
        "<b>Une question</b>",
        parse_mode=ParseMode.HTML,
        reply_markup=YES,
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    tap = await awa.taps("Oui")
    (pressed,) = await bot.get_updates(offset=start.update_id + 1, allowed_updates=["callback_query"])
    assert pressed.callback_query is not None
    assert pressed.callback_query.data == "yes"
    assert pressed.callback_query.message is not None
    assert pressed.callback_query.message.message_id == sent.message_id
    await pressed.callback_query.answer("Noté")
    edited = await pressed.callback_query.edit_message_text("Merci")

    assert (tap.alert, tap.show_alert) == ("Noté", False)
    assert isinstance(edited, Message) and edited.text == "Merci"
    assert awa.chat.render() == "> /start\n\nMerci"
    assert sent.entities[0].type == "bold"


async def test_files_go_up_and_down(bot: Bot, awa: Person) -> None:
    document = await bot.send_document(awa.user_id, b"a;b", filename="liste.csv", caption="<i>x</i>")
    photo = await bot.send_photo(awa.user_id, PIXEL, caption="<i>x</i>", parse_mode=ParseMode.HTML)
    await bot.edit_message_caption(awa.user_id, photo.message_id, caption="y", reply_markup=YES)
    media = await bot.edit_message_media(
        InputMediaPhoto(PIXEL, caption="z"), chat_id=awa.user_id, message_id=photo.message_id
    )
    voice = await bot.send_voice(awa.user_id, b"OggS", duration=2)
    audio = await bot.send_audio(awa.user_id, b"ID3", duration=2)

    assert document.document is not None and document.caption == "<i>x</i>"
    assert bytes(await (await document.document.get_file()).download_as_bytearray()) == b"a;b"
    assert photo.caption_entities[0].type == "italic"
    assert isinstance(media, Message) and media.caption == "z"
    assert voice.voice is not None and audio.audio is not None
    assert awa.chat.messages[1].file_name == "liste.csv"


async def test_everything_people_send_can_be_read(bot: Bot, standin: StandIn, awa: Person) -> None:
    await awa.sends_photo()
    await awa.sends_document("liste.csv", b"a;b")
    await awa.sends_voice()
    await awa.sends_sticker()
    await awa.sends_location()
    await awa.sends_contact()
    await awa.sends_poll()
    await awa.forwards("de loin")
    await awa.edits(await awa.sends("avant"), "après")
    await awa.blocks()
    await awa.unblocks()
    group = standin.group("Jeunes", members=[awa])
    await group.becomes_supergroup()
    await standin.channel_post("annonce")

    updates = await bot.get_updates()

    assert len(updates) == 18
    for update in updates:
        message = update.effective_message
        assert update.my_chat_member is not None or message is not None
        assert not update.api_kwargs
        assert message is None or not message.api_kwargs


async def test_the_rest_of_the_methods(bot: Bot, awa: Person) -> None:
    sent = await bot.send_message(awa.user_id, "a", reply_markup=YES)
    await bot.edit_message_reply_markup(awa.user_id, sent.message_id)
    await bot.pin_chat_message(awa.user_id, sent.message_id)
    assert (await bot.get_chat(awa.user_id)).pinned_message == sent
    await bot.unpin_chat_message(awa.user_id)
    await bot.set_message_reaction(awa.user_id, sent.message_id, ReactionTypeEmoji("🙏"))
    await bot.send_chat_action(awa.user_id, "upload_document")
    copy = await bot.copy_message(awa.user_id, awa.user_id, sent.message_id)
    await bot.delete_message(awa.user_id, copy.message_id)
    await bot.delete_messages(awa.user_id, [sent.message_id])
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("aide", "Aide")], scope=scope, language_code="fr")
    assert (await bot.get_my_commands(scope=scope, language_code="fr"))[0].command == "aide"
    await bot.set_my_name("Baro")
    await bot.set_my_description("x")
    await bot.set_my_short_description("y")
    assert (await bot.get_my_name()).name == "Baro"
    assert (await bot.get_my_description()).description == "x"
    assert (await bot.get_my_short_description()).short_description == "y"
    await bot.set_webhook("https://example.org/hook", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates) == ("https://example.org/hook", ("message",))
    with pytest.raises(Conflict):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)


# The library warns that the type of RetryAfter.retry_after will change; the test does not look at it.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_refusals_become_the_librarys_errors(bot: Bot, standin: StandIn, awa: Person) -> None:
    group = standin.group("Jeunes", members=[awa])
    old = group.chat.chat_id
    await group.becomes_supergroup()

    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(77, "x")
    with pytest.raises(ChatMigrated):
        await bot.send_message(old, "x")
    await awa.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(awa.user_id, "x")
    standin.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(awa.user_id, "x")
    standin.cut_next("getMe")
    with pytest.raises(NetworkError):
        await bot.get_me()
    with pytest.raises(InvalidToken):
        await Bot("1:WRONG", base_url=f"{standin.url}/bot").get_me()
