"""Failures a test has ordered: refusals and cut connections."""

from __future__ import annotations

from dataclasses import dataclass

from .calls import Call
from .refusals import Refusal


class ConnectionCut(Exception):
    """The caller gets no answer."""


@dataclass(slots=True)
class _Order:
    method: str
    refusal: Refusal | None
    times: int
    chat_id: int | None = None
    before: bool = True

    def meets(self, call: Call) -> bool:
        return self.method.lower() == call.method.lower() and self.chat_id in (None, call.integer("chat_id"))


class Trouble:
    """The failures still to come, in the order in which they were ordered."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def fail_next(
        self,
        method: str,
        code: int,
        description: str,
        retry_after: int | None = None,
        times: int = 1,
        chat_id: int | None = None,
    ) -> None:
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        self._orders.append(_Order(method, Refusal(code, description, **parameters), times, chat_id))

    def cut_next(self, method: str, *, before: bool = True, times: int = 1) -> None:
        self._orders.append(_Order(method, None, times, before=before))

    def forget(self) -> None:
        """What was ordered does not happen any more."""
        self._orders.clear()

    def strike(self, call: Call) -> bool:
        """Raises what was ordered for this call; True if its connection is to be cut after it is applied."""
        order = next((order for order in self._orders if order.meets(call)), None) if self._orders else None
        if order is None:
            return False
        order.times -= 1
        if order.times <= 0:
            self._orders.remove(order)
        if order.refusal is not None:
            raise order.refusal
        if order.before:
            raise ConnectionCut
        return True
