"""Control messages are kept current, each for itself."""

from __future__ import annotations

from tests.fakes.room import Room
from tests.tg.evening import until


async def test_a_chat_out_of_reach_keeps_nobody_elses_control_message_waiting(room: Room) -> None:
    fanta, oumar = [await room.member(name, "facilitator") for name in ("Fanta", "Oumar")]
    code = await room.session(fanta)
    await room.says(oumar, "/seance")
    await room.taps(oumar, "🟢")
    room.standin.fail_next(
        "editMessageText",
        429,
        "Too Many Requests: retry after 40",
        retry_after=40,
        chat_id=fanta.user_id,
    )
    awa = room.person("Awa")
    await awa.starts(code)
    await until(lambda: "Français" in awa.chat.render())
    await awa.taps("Français")
    await until(lambda: "J’accepte" in awa.chat.render())
    await awa.taps("J’accepte")

    await until(lambda: "1 personne" in oumar.chat.render())
