"""One question in front of a facilitator: what it says, and what can be done with it.

``place`` names the page of the list that the question was opened from; it is empty in the queue.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from bot.app.desk import Officer
from bot.app.moderate import Sight, merge_targets
from bot.app.question_list import Filter
from bot.app.question_words import answer_language
from bot.app.records import Question, Session
from bot.app.words import Text, _, n_
from bot.core.questions import WRITABLE, Decision, decisions
from bot.core.screening import screen
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech
from bot.tg.views.control import back_to_panel
from bot.tg.views.question_list import Place, in_pairs, status_of

BESIDE = 1500
"""Characters for translations and answers together: with a question of 1,500 they fit into one message."""

SINGLE: tuple[Decision, ...] = ("publish", "aside", "ask", "unanswer", "part", "restore", "recall")
"""What is decided by one tap; the others need a text, another question or a second tap."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Who looks at questions of which session, in which language, coming from where."""

    speech: Speech
    officer: Officer
    session: Session
    place: str = ""

    @property
    def focal(self) -> bool:
        """Whether the officer may read what is protected."""
        return self.officer.may("protected")

    def say(self, text: Text) -> str:
        """A sentence for the message."""
        return self.speech(text)

    def tap(self, label: Text, deed: str, question: str, *arguments: str | int) -> Button:
        """A button about a question that remembers where the officer came from."""
        return self.named(self.speech.plain(label), deed, question, *arguments)

    def named(self, label: str, deed: str, question: str, *arguments: str | int) -> Button:
        """The same with a label that is no sentence."""
        return tap(label, "f", self.session.id, deed, question, self.place, *arguments)

    def to_question(self, question: str) -> tuple[Button, ...]:
        """The row that leads back to a question."""
        return (self.tap(_("mod.back"), "mo", question),)

    def to_panel(self) -> tuple[Button, ...]:
        """The row that leads back to the control message."""
        return back_to_panel(self.speech, self.session.id)

    def own_name(self, language: str) -> str:
        """A language by its own name, with its sign."""
        return self.speech.catalogue.own_name(language)


def one_question(setting: Setting, sight: Sight, notice: Text | None = None) -> Reply:
    """A question with everything that can be decided of it or written to it."""
    question = sight.question
    parts = [setting.say(notice)] if notice else []
    parts += [_heading(setting, sight), f"<blockquote>{escaped(question.text)}</blockquote>"]
    parts += [part for part in (_marks(setting, sight), _found(setting, question)) if part]
    parts += _beside(setting, question)
    buttons = [*_decisions(setting, question), *_writing(setting, sight), *_seldom(setting, sight)]
    return Reply("\n\n".join(parts), (*in_pairs(buttons), *_way_on(setting, sight), setting.to_panel()))


def nothing_waits(setting: Setting, *, coming: bool, listed: bool, notice: Text | None = None) -> Reply:
    """The end of the queue and what to do next. ``coming``: questions wait to be mixed; ``listed``: there is
    something in the list."""
    parts = [setting.say(notice)] if notice else []
    parts.append(setting.say(_("mod.all_read") if listed else _("mod.none_yet")))
    if coming:
        parts.append(setting.say(_("mod.coming")))
    label = setting.speech.plain(_("mod.to_list"))
    listing = ((tap(label, "f", setting.session.id, "q"),),) if listed else ()
    return Reply("\n\n".join(parts), (*listing, setting.to_panel()))


def first_words(setting: Setting, question: Question) -> Reply:
    """A question as it came, before it was corrected."""
    original = question.text if question.original is None else question.original
    text = f"{setting.say(_('mod.first_words'))}\n\n<blockquote>{escaped(original)}</blockquote>"
    return Reply(text, (setting.to_question(question.id), setting.to_panel()))


def confirm_protection(setting: Setting, question: Question) -> Reply:
    """Before a question is handed to the focal point: what that means."""
    text = f"{setting.say(_('mod.protect_sure'))}\n\n<blockquote>{escaped(question.text)}</blockquote>"
    confirm = setting.tap(_("mod.protect_now"), "mX", question.id, question.status)
    return Reply(text, ((confirm,), setting.to_question(question.id), setting.to_panel()))


def no_focal_point(setting: Setting, question: Question) -> Reply:
    """Nobody is there to receive a disclosure: how that is mended. The question stays where it is."""
    sentence = _("mod.no_focal", organisation=setting.session.organisation)
    return Reply(setting.say(sentence), (setting.to_question(question.id), setting.to_panel()))


def to_focal_point(speech: Speech, session: Session) -> Reply:
    """The notice to a focal point: that there is something, not what."""
    button = tap(speech.plain(_("mod.open_protected")), "f", session.id, "q", str(Place(Filter("protected"))))
    return Reply(speech(_("mod.focal_notice", title=session.title)), ((button,),))


def escaped(text: str) -> str:
    """Somebody's words, made harmless for a message."""
    return html.escape(text, quote=False)


def _heading(setting: Setting, sight: Sight) -> str:
    question = sight.question
    kind = _("mod.word") if question.collect == "word" else _("mod.question")
    parts = [f"<b>{setting.say(kind)}</b>", status_of(setting.speech, question.status)]
    if sight.place and not setting.place:
        parts.append(f"{sight.place}/{sight.waiting}")
    return " · ".join(parts)


def _marks(setting: Setting, sight: Sight) -> str:
    question = sight.question
    marks = [setting.own_name(question.language)]
    if question.supports:
        marks.append(f"♥ {question.supports}")
    if question.source == "paper":
        marks.append(setting.say(_("mod.on_paper")))
    if question.theme:
        marks.append(f"🏷 {escaped(question.theme)}")
    if question.original is not None:
        marks.append(setting.say(_("mod.corrected")))
    if sight.merged:
        marks.append(setting.say(n_("mod.merged_here", number=len(sight.merged))))
    return " · ".join(marks)


def _found(setting: Setting, question: Question) -> str:
    """What may lead to a person in anything that the room would read."""
    texts = (question.text, *question.translation.values(), *question.answer.values())
    found = [finding.words for text in texts for finding in screen(text).findings]
    return setting.say(_("mod.found", found=" · ".join(found[:5]))) if found else ""


def _beside(setting: Setting, question: Question) -> list[str]:
    """Translations and answers, each cut where they are too long together."""
    pieces = [("🌍", language, text) for language, text in question.translation.items()]
    pieces += [("💡", language, text) for language, text in question.answer.items()]
    room = BESIDE // max(1, len(pieces))
    return [
        f"{sign} <b>{setting.own_name(language)}</b>\n{escaped(_cut(text, room))}"
        for sign, language, text in pieces
    ]


def _decisions(setting: Setting, question: Question) -> Iterator[Button]:
    word = question.collect == "word"
    for decision in decisions(question.status, word=word, focal=setting.focal):
        if decision in SINGLE:
            label = _label(decision, question)
            yield setting.tap(label, "md", question.id, decision, question.status)
        elif decision == "answer":
            yield from _answers(setting, question)
        elif decision == "hand_over":
            yield setting.tap(_("mod.hand_over"), "my", question.id)


def _answers(setting: Setting, question: Question) -> Iterator[Button]:
    """The first answer is written in the officer's language; then each of the session's has a button."""
    if question.status != "answered":
        language = answer_language(setting.officer, setting.session)
        yield setting.tap(_("mod.answer"), "ma", question.id, language)
        return
    for language in setting.session.languages:
        name = setting.own_name(language)
        label = (
            _("mod.answer_again", language=name)
            if language in question.answer
            else _("mod.answer_too", language=name)
        )
        yield setting.tap(label, "ma", question.id, language)


def _writing(setting: Setting, sight: Sight) -> Iterator[Button]:
    question = sight.question
    if question.status not in WRITABLE:
        return
    if question.collect == "question":
        yield setting.tap(_("mod.theme"), "mt", question.id)
        if merge_targets(question):
            label = n_("mod.merge_near", number=len(sight.near)) if sight.near else _("mod.merge")
            yield setting.tap(label, "mg", question.id)
        for language in setting.session.languages:
            if language != question.language:
                label = _("mod.translate", language=setting.own_name(language))
                yield setting.tap(label, "ml", question.id, language)
    yield setting.tap(_("mod.correct"), "me", question.id)


def _seldom(setting: Setting, sight: Sight) -> Iterator[Button]:
    question = sight.question
    if "protect" in decisions(question.status, word=question.collect == "word"):
        yield setting.tap(_("mod.protect"), "mx", question.id)
    if question.original is not None:
        yield setting.tap(_("mod.show_first"), "mv", question.id)
    if sight.merged:
        yield setting.tap(_("mod.show_merged"), "mi", question.id)


def _way_on(setting: Setting, sight: Sight) -> list[tuple[Button, ...]]:
    """Back to the list, or along the queue."""
    question = sight.question
    if setting.place:
        label = setting.speech.plain(_("mod.to_list"))
        return [(tap(label, "f", setting.session.id, "q", setting.place),)]
    others = sight.waiting - (1 if sight.place else 0)
    if not others:
        return []
    onwards = setting.tap(n_("mod.next", number=others), "mn", question.id)
    return [(setting.named("◀️", "mb", question.id), onwards)] if sight.place else [(onwards,)]


def _label(decision: Decision, question: Question) -> Text:
    match decision:
        case "publish":
            return _("mod.not_asked") if question.status == "asked" else _("mod.publish")
        case "aside":
            return _("mod.aside")
        case "ask":
            return _("mod.asked")
        case "unanswer":
            return _("mod.unanswer")
        case "part":
            return _("mod.part")
        case "recall":
            return _("mod.recall")
        case _ignored:
            return _("mod.restore")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
