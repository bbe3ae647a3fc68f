"""The facilitator of the soak: publishes questions and opens the stages, at the same bot, with the same patience."""

from __future__ import annotations

from tests.soak.phone import Button, Phone

OPEN_SESSION = "🟢"


class Facilitator(Phone):
    """Runs the session from its control message."""

    async def takes_up_role(self, invitation: str) -> None:
        """Open the invitation."""
        await self.writes(
            f"/start {invitation}", lambda: any(each.by_bot for each in self.person.chat.messages)
        )

    async def opens(self, stage: str) -> None:
        """Open a stage for everybody."""
        await self._goes_to_panel()
        await self.taps(lambda: self.offers("o", stage), lambda: self.offers("O", stage) is not None)
        await self.taps(lambda: self.offers("O", stage), lambda: self.offers("O", stage) is None)

    async def publishes(self, count: int) -> None:
        """Publish so many of the questions that wait, the first in the queue."""
        await self._goes_to_panel()
        await self.taps(lambda: self.offers("m"), lambda: self._publish() is not None)
        for _question in range(count):
            button = self._publish()
            if button is not None:
                await self._publishes(*button.tap.arguments)

    async def _publishes(self, *asked: str) -> None:
        await self.taps(
            lambda: self.offers("md", *asked), lambda: bool(self.screen()) and not self.offers("md", *asked)
        )

    async def _goes_to_panel(self) -> None:
        if not self._at_panel():
            await self.writes("/seance", lambda: self._session() is not None or self._at_panel())
            await self.taps(self._session, self._at_panel)

    def _at_panel(self) -> bool:
        return self.offers("q") is not None and self.offers("w") is not None

    def _session(self) -> Button | None:
        return next((button for button in self.screen() if button.label.startswith(OPEN_SESSION)), None)

    def _publish(self) -> Button | None:
        """The button that publishes the question on the screen."""
        shown = (button for button in self.screen() if button.does("md"))
        return next((button for button in shown if button.tap.argument(2) == "publish"), None)
