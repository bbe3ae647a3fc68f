"""What leaves Baro does not depend on what is withheld: whether few or nobody of a side answered, and what they
said, every screen, sheet and chart is the same to the letter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.app.charts import chart_of, charts
from bot.app.control import control
from bot.app.dossier import Dossier, result_sheets
from bot.app.present import present_afterwards
from bot.app.results import lines_of, sides_of
from bot.app.voice import Voice
from bot.core.codes import spell
from bot.core.results import Line
from bot.core.script import DIMENSIONS, SIDES
from bot.tg.speech import Speech
from bot.tg.views.control import panel
from bot.tg.views.results import listing, page, read_look
from tests.app.room import Keys, Room, room

AUTHORITIES = Line("authorities")
WOMEN = Line("inhabitants", "gender", "woman")


Answers = tuple[str | None, ...]

NOBODY: Answers = (None,) * 4


@dataclass(frozen=True)
class Hidden:
    """What nobody may learn: what each of four authorities gave before and after, None for nothing; and which of
    thirty inhabitants are the three women."""

    before: Answers
    after: Answers
    women_first: bool = False


async def everything(folder: Path, hidden: Hidden) -> list[str]:
    """All that leaves Baro of a session, pulled after each poll of a pair and at the end."""
    folder.mkdir()
    async with room(folder) as session:
        women = await session.come(3, side="inhabitants", gender="woman", age="25-35")
        men = await session.come(27, side="inhabitants", gender="man", age="25-35")
        authorities = await session.come(4, side="authorities")
        inhabitants = [*women, *men] if hidden.women_first else [*men, *women]
        pulls = []
        for stage, step, given, values in (
            ("trust_before", "police_before", hidden.before, ("0", "1", "2", "3", "dont_know")),
            ("trust_after", "police_after", hidden.after, ("1", "1", "2", "0")),
        ):
            await session.opens(stage)
            await session.vote(inhabitants, step, *values)
            for user, value in zip(authorities, given, strict=True):
                if value is not None:
                    await session.vote([user], step, value)
            await session.is_counted_by_hand(step, AUTHORITIES, "hands", 3, 4, 0, 1)
            await session.is_counted_by_hand(step, WOMEN, "paper", 1, 0, 2, 1)
            await session.closes(step)
            pulls += await pulled(session)
        await session.ends()
        return pulls + await pulled(session)


async def pulled(room: Room) -> list[str]:
    """Every screen and file there is now."""
    async with room.database.read() as work:
        scene = await room.scene(work)
        watched = panel(Speech("fr", Keys()), await control(work, room.services, scene)).html
        seen = [watched.replace(spell(scene.session.code), "")]
        seen.append(repr((await present_afterwards(work, scene.session)).results))
    dossier = await room.dossier()
    return [*seen, *screens(dossier), *files(dossier)]


def screens(dossier: Dossier) -> list[str]:
    speech = Speech("fr", Keys())
    seen = [listing(speech, "", dossier.outcomes).html]
    for outcome in dossier.outcomes:
        for side in range(len(SIDES)):
            for dimension in ("-", *map(str, range(len(DIMENSIONS)))):
                for added in ("", "+"):
                    arguments = (outcome.item.id, str(side), dimension, added)
                    look = read_look(dossier.script, dossier.outcomes, arguments)
                    assert look is not None
                    seen.append(page(speech, "", dossier.script, look).html)
    return seen


def files(dossier: Dossier) -> list[str]:
    voice = Voice("fr", Keys())
    seen = [repr(sheet) for sheet in result_sheets(dossier, voice)]
    seen += [repr(chart) for chart in charts(dossier, voice)]
    for outcome in dossier.outcomes:
        lines = [
            line
            for side in sides_of(dossier.script, outcome.item)
            for line in lines_of(dossier.script, outcome.item, side)
        ]
        seen += [repr(chart_of(dossier, voice, outcome, lines, added=added)) for added in (False, True)]
    return seen


async def test_nothing_that_leaves_tells_a_withheld_line(tmp_path: Path) -> None:
    nobody = await everything(tmp_path / "0", Hidden(NOBODY, NOBODY))
    one = await everything(tmp_path / "1", Hidden(("3", None, None, None), NOBODY))
    four = await everything(tmp_path / "2", Hidden(("0", "1", "2", "3"), ("3", "3", "3", "3")))
    others = await everything(tmp_path / "3", Hidden(NOBODY, ("0", "0", None, "1"), women_first=True))

    assert nobody == one
    assert nobody == four
    assert nobody == others


async def test_the_story_shows_what_is_not_withheld(tmp_path: Path) -> None:
    seen = "\n".join(await everything(tmp_path / "0", Hidden(NOBODY, NOBODY)))

    assert "results.people 24" in seen and "results.people 30" in seen
    assert "outcome.directions" in seen
    assert "results.withheld" in seen
