"""Tells in the terminal what happens, in the operator's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.rule import Rule
from rich.text import Text as Written

from bot.app.words import Catalogue, Text

LANGUAGE = "fr"


def _op(key: str, /, **values: object) -> Text:
    """A sentence of the operator's catalog."""
    return Text(key, values)


class Narrator:
    """Prints what happens above a bar that shows how far the rehearsal is, in ``steps`` steps."""

    def __init__(self, operator: Catalogue, console: Console, steps: int) -> None:
        self._operator = operator
        self._console = console
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID = self._progress.add_task("", total=steps)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Show the bar for as long as it goes on."""
        with self._progress:
            yield

    def said(self, text: Text) -> str:
        """A sentence as it is printed."""
        values = {
            name: self.said(value) if isinstance(value, Text) else value
            for name, value in text.values.items()
        }
        return self._operator.text(LANGUAGE, text.key, **values)

    def act(self, title: Text) -> None:
        """A new part begins."""
        self._progress.update(self._task, description=self.said(title), advance=1)
        self._print(Rule(Written(self.said(title), style="bold"), align="left"))

    def tick(self) -> None:
        """Something has happened that is not worth a line."""
        self._progress.refresh()

    def tell(self, text: Text) -> None:
        """Something worth a line has happened."""
        self._print(Padding(Written(self.said(text)), (0, 0, 0, 2)))

    def pages(self, title: Text, pages: Sequence[str]) -> None:
        """Screens of the bot, as somebody of staff sees them."""
        self._print(
            Panel(Written("\n\n".join(pages)), title=self.said(title), title_align="left", expand=False)
        )

    def promise(self, sentence: Text, failures: Sequence[str]) -> None:
        """A promise, whether it came true, and how it did not."""
        if not failures:
            self._print(Written(f"  ✅ {self.said(sentence)}"))
            return
        self._print(Written(f"  ❌ {self.said(sentence)}", style="bold red"))
        for failure in failures[:8]:
            self._print(Padding(Written(failure, style="red"), (0, 0, 0, 5)))
        if len(failures) > 8:
            more = self.said(_op("rehearse.more_failures", count=len(failures) - 8))
            self._print(Padding(Written(more, style="red"), (0, 0, 0, 5)))

    def verdict(self, sentence: Text, *, well: bool) -> None:
        """The last line."""
        self._print(Written(self.said(sentence), style="bold green" if well else "bold red"))

    def files(self, paths: Iterable[Path]) -> None:
        """Where the files are."""
        for path in paths:
            self._print(Padding(Written(str(path)), (0, 0, 0, 2)))

    def _print(self, what: object) -> None:
        self._progress.console.print(what, soft_wrap=isinstance(what, Written))
