"""Erasing somebody's chat: all that is known to stand in it leaves, as far as Telegram lets a bot; then one message
says what could not.

It is the job of a delivery, done when its turn in its chat has come: what was on its way before has arrived by then
and is noted. The notes are forgotten once all is through, so that after a crash it is simply done again.
"""

from __future__ import annotations

from dataclasses import replace

from bot.app.chat_messages import standing
from bot.app.join import find_seat
from bot.app.ports import StorageFailed, Store
from bot.app.present import stamp
from bot.app.seat import Seat
from bot.app.services import Services
from bot.app.words import Catalogue
from bot.tg.courier import Courier, TryLater
from bot.tg.delivery import Call, Delivery, Living
from bot.tg.reply import Reply
from bot.tg.show import IN_BETWEEN
from bot.tg.speech import Speech
from bot.tg.turn import sent
from bot.tg.views.erasing import erased, nothing_known

ERASE = "erase"
"""The name of the job. Its argument is the id of the message on which it was asked for; its language that of somebody
who has no seat."""


class Eraser:
    """Does the job (``Make`` of ``bot.tg.outbox``)."""

    def __init__(self, courier: Courier, store: Store, services: Services, catalogue: Catalogue) -> None:
        self._courier = courier
        self._store = store
        self._services = services
        self._catalogue = catalogue

    async def __call__(self, delivery: Delivery) -> Delivery:
        """Erase the chat of a delivery; gives the delivery that says so.

        Raises ``bot.tg.courier.TryLater`` and ``Blocked``.
        """
        job, chat = delivery.job, delivery.chat
        assert job is not None
        try:
            async with self._store.read() as work:
                known = await standing(work, self._services, chat)
                seat = await find_seat(work, self._services, chat)
        except StorageFailed:
            raise TryLater(0, 0) from None
        left = await self._courier.take_out(chat, known.noted.values())
        # These may be older, and one that is too old would keep Telegram from deleting any with it.
        for message in sorted(known.others | {int(job.argument)}):
            left += await self._courier.take_out(chat, [message])
        speech = self._speech(seat, job.language)
        # Once a session is sealed nothing of its chats is known any more.
        reply = erased(speech, seat, left) if known.noted or known.others else Reply(nothing_known(speech))
        return replace(
            delivery,
            calls=(*delivery.calls, Call("sendMessage", sent(chat, reply), "living")),
            living=_living_of(seat) if seat else None,
            job=None,
            forgets=tuple(name.hex() for name in known.noted),
        )

    def _speech(self, seat: Seat | None, language: str) -> Speech:
        chosen = seat.person.language if seat else language
        known = self._catalogue.languages
        return Speech(chosen if chosen in known else known[0], self._catalogue)


def _living_of(seat: Seat) -> Living:
    return Living("seat", seat.scene.session.id, seat.key.hex(), stamp(seat), IN_BETWEEN)
