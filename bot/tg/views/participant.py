"""What a participant reads: one short message a step, the same button in the same place, a sign before each label."""

from __future__ import annotations

from bot.app.present import EXCERPT, PAGE
from bot.app.screens import (
    AboutYou,
    Afterwards,
    Answered,
    Asking,
    Committed,
    Reading,
    Record,
    Screen,
    Supporting,
    Voting,
    Waiting,
)
from bot.app.words import Text, _, n_
from bot.core.codes import spell
from bot.core.script import (
    DONT_KNOW,
    NO_ANSWER,
    Answers,
    Ask,
    Choose,
    Option,
    Rate,
    Script,
    Stage,
    Step,
    Support,
)
from bot.tg.reply import Button, Reply, Rows, paragraphs, tap
from bot.tg.speech import Speech
from bot.tg.views.arrival import title_of
from bot.tg.views.erasing import erase_button
from bot.tg.views.published import answered_lines, commitment_lines, poll_lines
from bot.tg.views.votes import item_of


def draw(speech: Speech, script: Script, session: str, screen: Screen) -> Reply:
    """The message of a screen, for somebody in this session (its id)."""
    return _Page(speech, script, session).draw(screen)


class _Page:
    """One message in the making: the language, the script and the session its buttons name."""

    def __init__(self, speech: Speech, script: Script, session: str) -> None:
        self.say = speech
        self.script = script
        self.session = session

    def draw(self, screen: Screen) -> Reply:
        match screen:
            case Reading():
                return self.reading(screen)
            case AboutYou():
                return self.about_you(screen)
            case Voting():
                return self.voting(screen)
            case Asking():
                return self.asking(screen)
            case Supporting():
                return self.supporting(screen)
            case Answered():
                return self.answered(screen)
            case Committed():
                return self.committed(screen)
            case Waiting():
                return self.waiting(screen)
            case Afterwards():
                return self.afterwards(screen)

    def reading(self, screen: Reading) -> Reply:
        text = [self.heading(screen.stage), self.say.words(screen.step.text)]
        return Reply(paragraphs(text), (*self.next(screen.step.id), *self.back(screen.back)))

    def about_you(self, screen: AboutYou) -> Reply:
        step = screen.step
        rows = [(self.tap(_label(self.say, option), "t", step.id, option.id),) for option in step.options]
        rows.append((self.tap(self.say.plain(_("button.no_answer")), "t", step.id, NO_ANSWER),))
        return Reply(f"<b>{self.say.words(step.question)}</b>", tuple(rows))

    def voting(self, screen: Voting) -> Reply:
        step = screen.step
        text = [self.heading(screen.stage), f"{_sign(step)}<b>{self.say.words(step.question)}</b>"]
        if screen.recorded is not None:
            text.append(self.say(_("vote.recorded", answer=self.answer(step, screen.recorded))))
        rows: list[tuple[Button, ...]] = [
            (self.tap(_ticked(label, value == screen.recorded), "v", step.id, value),)
            for value, label in self.values(step)
        ]
        if screen.recorded is not None:
            rows.extend(self.next(step.id))
        if screen.reportable:
            rows.append((self.tap(self.say.plain(_("button.report")), "!"),))
        return Reply(paragraphs(text), (*rows, *self.back(screen.back)))

    def asking(self, screen: Asking) -> Reply:
        text = [self.heading(screen.stage), self.say.words(screen.step.text)]
        if screen.step.collect == "question":
            text.append(self.say(_("ask.no_names", referral=_("ask.referral"))))
        if screen.left:
            text.append(self.say(n_("ask.left", number=screen.left)))
        else:
            text.append(self.say(_("ask.used_up")))
        return Reply(paragraphs(text), (*self.next(screen.step.id), *self.back(screen.back)))

    def supporting(self, screen: Supporting) -> Reply:
        text = [self.heading(screen.stage), self.say.words(screen.step.text)]
        first = screen.page * PAGE + 1
        rows = []
        for number, listed in enumerate(screen.questions, start=first):
            words = listed.question.translation.get(self.say.language, listed.question.text)
            text.append(f"<b>{number}.</b> {_escape(_cut(words, EXCERPT))}")
            mark = "✅" if listed.supported else "⬜"
            wanted = int(not listed.supported)
            rows.append(self.tap(f"{mark} {number}", "s", listed.question.id, screen.page, wanted))
        if not screen.questions:
            text.append(self.say(_("support.none_yet")))
        elif screen.left:
            text.append(self.say(n_("support.left", number=screen.left)))
        else:
            text.append(self.say(_("support.used_up")))
        pages = self.pages(screen.step.id, screen.page, screen.pages)
        picks = (tuple(rows),) if rows else ()
        return Reply(paragraphs(text), (*picks, *pages, *self.next(screen.step.id), *self.back(screen.back)))

    def answered(self, screen: Answered) -> Reply:
        text = [self.heading(screen.stage), self.say.words(screen.step.text)]
        text += answered_lines(self.say, screen.questions)
        pages = self.pages(screen.step.id, screen.page, screen.pages)
        return Reply(paragraphs(text), (*pages, *self.next(screen.step.id), *self.back(screen.back)))

    def committed(self, screen: Committed) -> Reply:
        text = [self.heading(screen.stage), self.say.words(screen.step.text)]
        text += commitment_lines(self.say, screen.commitments)
        return Reply(paragraphs(text), (*self.next(screen.step.id), *self.back(screen.back)))

    def waiting(self, screen: Waiting) -> Reply:
        if screen.stage is None:
            return Reply(self.say(_("wait.before_start")), self.language(screen))
        text = [self.heading(screen.stage), self.say(_("wait.noted"))]
        text.append("\n".join(self.record(record) for record in screen.records))
        text.append(self.say(_("wait.finished") if screen.finished else _("wait.next_stage")))
        rows: list[tuple[Button, ...]] = []
        rows += [
            (self.tap(f"✏️ {self.title(record.step)}", "r", record.step.id),)
            for record in screen.records
            if record.changeable
        ]
        rows += [(self.tap(self.say.plain(_again(step)), "r", step.id),) for step in screen.again]
        return Reply(paragraphs(text), (*rows, *self.language(screen)))

    def afterwards(self, screen: Afterwards) -> Reply:
        session = screen.session
        if (
            session.state == "stopped"
        ):  # what harmed somebody is not shown again, nor a code that opens nothing
            return Reply(self.say(_("after.stopped")), self.erase())
        where = _(
            "after.heading",
            title=title_of(self.say, session, screen.script),
            place=session.place,
            day=self.say.day(session.day),
        )
        text = [self.say(where)]
        text += poll_lines(self.say, screen.script, screen.results)
        text += answered_lines(self.say, screen.questions) if screen.questions else []
        text += commitment_lines(self.say, screen.commitments) if screen.commitments else []
        if len(text) == 1:
            text.append(self.say(_("after.nothing_yet")))
        text.append(self.say(_("after.come_back", code=spell(session.code))))
        pages = self.pages("", screen.page, screen.pages, language=self.say.language)
        return Reply(paragraphs(text), (*pages, *self.erase()))

    def record(self, record: Record) -> str:
        """A line that says what is recorded at one step."""
        title = f"{_sign(record.step)}{_escape(self.title(record.step))}"
        if record.value is None:
            return f"{title} : {self.say(_('wait.nothing_recorded'))}"
        return f"{title} : <b>{_escape(self.answer(record.step, record.value))}</b>"

    def title(self, step: Rate | Choose) -> str:
        """A poll in a few words."""
        name = item_of(self.say, step) if isinstance(step, Rate) else self.say.label(step.question)
        return _cut(name, 40)

    def values(self, step: Rate | Choose) -> list[tuple[str, str]]:
        """Every answer of a poll with its label, the non-answers last."""
        options = self.script.scales[step.scale].points if isinstance(step, Rate) else step.options
        found = [(option.id, _label(self.say, option)) for option in options]
        found.append((DONT_KNOW, self.say.plain(_("button.dont_know"))))
        found.append((NO_ANSWER, self.say.plain(_("button.no_answer"))))
        return found

    def answer(self, step: Rate | Choose, value: str) -> str:
        """The label of a recorded answer."""
        return dict(self.values(step)).get(value, "")

    def heading(self, stage: Stage) -> str:
        sign = f"{stage.sign} " if stage.sign else ""
        return f"{sign}<b>{self.say.words(stage.title)}</b>"

    def tap(self, label: str, deed: str, *arguments: str | int) -> Button:
        return tap(label, "p", self.session, deed, *arguments)

    def next(self, step: str) -> list[tuple[Button, ...]]:
        return [(self.tap(self.say.plain(_("button.next")), "n", step),)]

    def back(self, step: str | None) -> Rows:
        return ((self.tap(self.say.plain(_("button.back")), "r", step),),) if step else ()

    def erase(self) -> Rows:
        return ((erase_button(self.say, self.session),),)

    def language(self, screen: Waiting) -> Rows:
        """A button for another language, where there is another."""
        if len(screen.languages) < 2:
            return ()
        return ((self.tap(self.say.plain(_("button.language")), "l"),),)

    def pages(self, step: str, page: int, pages: int, language: str = "") -> Rows:
        """A row that turns pages, where there are several."""
        if pages < 2:
            return ()
        place = f"{page + 1}/{pages}"
        row = [self.tap(place, "g", step, page, language)]
        if page > 0:
            row.insert(0, self.tap("◀️", "g", step, page - 1, language))
        if page < pages - 1:
            row.append(self.tap("▶️", "g", step, page + 1, language))
        return (tuple(row),)


def _again(step: Step) -> Text:
    """What stands on the button that looks at a step once more."""
    match step:
        case Ask():
            return _("button.ask_again")
        case Support():
            return _("button.support_again")
        case Answers():
            return _("button.answers_again")
        case _ignored:
            return _("button.commitments_again")


def _label(say: Speech, option: Option) -> str:
    return f"{option.sign} {say.label(option.label)}".strip()


def _ticked(label: str, chosen: bool) -> str:
    return f"✅ {label}" if chosen else label


def _sign(step: Rate | Choose) -> str:
    return f"{step.sign} " if isinstance(step, Rate) and step.sign else ""


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
