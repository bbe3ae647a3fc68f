"""What somebody reads before they have a seat: the choice of language, the notice, and short answers at the door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.app.lifetimes import Limits
from bot.app.records import Organisation, Session
from bot.app.register import REGISTER
from bot.app.register.entry import Entry, Group
from bot.app.register.notice import lines_of
from bot.app.words import Catalogue, Text, _
from bot.core.codes import spell
from bot.core.script import Ask, Say, Script
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech


def choose_language(catalogue: Catalogue, session: Session, came: int) -> Reply:
    """The first message of all, in every language of the session: each language shown by its own name.

    ``came`` is the id of the message with which somebody came to the door, 0 if it is not known. Nothing is kept before
    consent: it travels in the buttons from here to the answer, so that it can be noted once somebody accepts.
    """
    lines = [Speech(language, catalogue)(_("join.choose_language")) for language in session.languages]
    rows = tuple(
        (tap(catalogue.own_name(language), "j", session.id, "l", language, came),)
        for language in session.languages
    )
    return Reply("\n".join(lines), rows)


def notice(
    speech: Speech,
    session: Session,
    script: Script,
    organisation: Organisation,
    limits: Limits,
    came: int,
) -> Reply:
    """Who runs the session, what is kept and for how long, the rules; accept or decline."""
    greetings = [
        step.text for _stage, step in script.steps() if isinstance(step, Say) and _before(script, step)
    ]
    consent = script.consent()
    parts = [speech.words(text) for text in greetings]
    title = title_of(speech, session, script)
    parts.append(speech(_("notice.who", title=title, organisation=organisation.name)))
    parts.append("\n".join([speech(_("notice.kept")), *kept_lines(speech, script, REGISTER, limits)]))
    parts.append(speech(_("notice.seen")))
    parts.append(speech.words(consent.text) if consent else "")
    rows = (
        (tap(speech.plain(_("button.accept")), "j", session.id, "y", speech.language, came),),
        (tap(speech.plain(_("button.decline")), "j", session.id, "n", speech.language, came),),
    )
    return Reply("\n\n".join(part for part in parts if part), rows)


def kept_lines(speech: Speech, script: Script, entries: Iterable[Entry], limits: Limits) -> list[str]:
    """What the register says is kept of a participant, a line a group. Where nothing is asked for, nothing is said of
    questions."""
    asks = any(isinstance(step, Ask) for _stage, step in script.steps())
    lines = [line for line in lines_of(entries, limits) if asks or line.group != "questions"]
    return [speech(_of_group(line.group, _in_order(speech, line.fates))) for line in lines]


def _of_group(group: Group, fates: str) -> Text:
    match group:
        case "who":
            return _("kept.who", fates=fates)
        case "answers":
            return _("kept.answers", fates=fates)
        case "questions":
            return _("kept.questions", fates=fates)
        case "messages":
            return _("kept.messages", fates=fates)


def _in_order(speech: Speech, fates: Sequence[Text]) -> str:
    """What becomes of something, one after another."""
    told = speech.plain(fates[0])
    for fate in fates[1:]:
        told = speech.plain(_("kept.then", first=told, then=fate))
    return told


def title_of(speech: Speech, session: Session, script: Script) -> str:
    """What a session is called: as its facilitator named it; a youth poll by its question, in the reader's language."""
    if session.kind == "dialogue":
        return session.title
    _stage, step = next(script.polls())
    return speech.label(step.question)


def declined(speech: Speech, session: Session, came: int) -> Reply:
    """After a refusal: nothing was kept, and the door stays open."""
    again = tap(speech.plain(_("button.come_in_after_all")), "j", session.id, "l", speech.language, came)
    return Reply(speech(_("join.declined", code=spell(session.code))), ((again,),))


def in_every_language(catalogue: Catalogue, sentence: Text) -> Reply:
    """One short sentence in each language, for somebody whose language is not known yet."""
    return Reply("\n\n".join(Speech(language, catalogue)(sentence) for language in catalogue.languages))


def language_menu(
    catalogue: Catalogue, room: str, session: str, speech: Speech, languages: Sequence[str]
) -> Reply:
    """Each of these languages by its own name, for somebody who wants another one."""
    rows: list[tuple[Button, ...]] = [
        (tap(catalogue.own_name(language), room, session, "L", language),) for language in languages
    ]
    return Reply(speech(_("language.choose")), tuple(rows))


def _before(script: Script, step: Say) -> bool:
    """Whether a text stands before the consent step, so that it is read in the same message."""
    order = [each.id for _stage, each in script.steps()]
    consent = script.consent()
    return consent is not None and order.index(step.id) < order.index(consent.id)
