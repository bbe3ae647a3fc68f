"""The control message of a session, and what a facilitator confirms before it happens."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app.control import Control, OpenPoll
from bot.app.dates import hour_of
from bot.app.records import Session
from bot.app.seat import Scene
from bot.app.words import Text, _, n_
from bot.core.codes import spell
from bot.core.script import Choose, Rate, Stage
from bot.core.walk import Sending
from bot.tg.reply import Button, Reply, Rows, tap
from bot.tg.speech import Speech
from bot.tg.views.votes import item_of

EVERY_POLL = "*"
"""Stands in a button for all polls that are open."""


def panel(speech: Speech, seen: Control) -> Reply:
    """A session at a glance, with the buttons that run it."""
    session = seen.scene.session
    parts = [
        f"<b>{_title(speech, session)}</b>",
        speech(_("panel.code", code=spell(session.code))),
        _state(speech, seen),
        _sending(speech, seen.sending),
        _numbers(speech, seen),
    ]
    if seen.reports:
        parts.append(speech(n_("panel.reports", number=seen.reports)))
    return Reply("\n\n".join(part for part in parts if part), tuple(_rows(speech, seen)))


def _title(speech: Speech, session: Session) -> str:
    return speech(_("panel.title", title=session.title, place=session.place, day=speech.day(session.day)))


def _state(speech: Speech, seen: Control) -> str:
    session = seen.scene.session
    if session.is_sealed:
        return f"{speech(_('panel.sealed'))}\n\n{speech(_('seal.remains'))}"
    if session.state != "open":
        return _closed(speech, seen)
    if seen.scene.script.mode == "self":
        return speech(_("panel.running"))
    lines = [speech(_("panel.no_stage")) if seen.stage is None else _stage(speech, seen.stage)]
    if not session.joining:
        lines.append(speech(_("panel.no_entry")))
    return "\n".join(lines)


def _sending(speech: Speech, sending: Sending | None) -> str:
    """How far a broadcast has come."""
    if sending is None:
        return ""
    percent, minutes = sending.percent, sending.minutes
    if minutes is None:
        return speech(_("panel.sending", percent=percent))
    if not minutes:
        return speech(_("panel.sending_ends", percent=percent))
    return speech(_("panel.sending_minutes", percent=percent, minutes=minutes))


def _closed(speech: Speech, seen: Control) -> str:
    """When the session is sealed by itself, and what goes with it."""
    session = seen.scene.session
    lines = [speech(_("panel.closed"))]
    if session.closes is not None:
        day, hour = hour_of(session.closes)
        lines.append(speech(_("panel.seals", day=speech.day(day), hour=hour)))
    if seen.unseen and not session.keeps_aside:
        lines.append(speech(n_("panel.unseen", number=seen.unseen)))
    return "\n".join(lines)


def _stage(speech: Speech, stage: Stage) -> str:
    return speech(_("panel.stage", stage=f"{stage.sign} {speech.label(stage.title)}".strip()))


def _numbers(speech: Speech, seen: Control) -> str:
    sealed = seen.scene.session.is_sealed
    lines = [] if sealed else [speech(n_("panel.joined", number=seen.joined))]
    for poll in seen.polls:
        lines.append(_progress(speech, poll))
    if seen.scene.session.kind == "dialogue":
        lines.append(speech(n_("panel.waiting", number=seen.waiting)))
        if seen.mixing:
            lines.append(speech(_("panel.mixing")))
    return "\n".join(lines)


def _progress(speech: Speech, poll: OpenPoll) -> str:
    title = name_of(speech, poll.step)
    if not poll.at_least:
        return speech(_("panel.poll_open", poll=title))
    return speech(_("panel.at_least", poll=title, count=poll.at_least))


def name_of(speech: Speech, step: Rate | Choose) -> str:
    """A poll in a few words."""
    if isinstance(step, Rate):
        return f"{step.sign} {item_of(speech, step)}".strip()
    return speech.label(step.question)[:60]


def _rows(speech: Speech, seen: Control) -> list[tuple[Button, ...]]:
    session = seen.scene.session
    dialogue = session.kind == "dialogue"
    rows: list[tuple[Button, ...]] = []
    if session.state == "open" and seen.next is not None:
        label = speech.plain(_("button.open_stage", stage=speech.label(seen.next.title)))
        rows.append((tap(label, "f", session.id, "o", seen.next.id),))
    if dialogue:
        rows.append((_deed(speech, session, _("button.queue", count=seen.waiting), "m"),))
        files = tap(speech.plain(_("button.workbook")), "f", session.id, "rf", "x")
        rows.append(
            (
                _deed(speech, session, _("button.list"), "q"),
                _deed(speech, session, _("button.results"), "r"),
                files,
            )
        )
        rows.append(
            (
                _deed(speech, session, _("button.commitments"), "c"),
                _deed(speech, session, _("button.paper"), "h"),
            )
        )
    elif session.state != "stopped":
        rows.append((_deed(speech, session, _("button.results"), "r"),))
    if session.state == "open":
        rows.append(
            (_deed(speech, session, _("button.code"), "k"), _deed(speech, session, _("button.more"), "w"))
        )
    if session.state == "closed":
        rows.append((_deed(speech, session, _("button.seal"), "s"),))
    return rows


def _deed(speech: Speech, session: Session, label: Text, deed: str) -> Button:
    return tap(speech.plain(label), "f", session.id, deed)


def more(speech: Speech, seen: Control, *, may_stop: bool) -> Reply:
    """What is needed seldom: going back, closing a poll, stopping or reopening the door, the end; and, for a
    coordinator (``may_stop``), stopping a youth poll that harms somebody."""
    session = seen.scene.session
    rows: list[tuple[Button, ...]] = []
    if seen.scene.script.mode == "live":
        rows.append((_deed(speech, session, _("button.go_back"), "b"),))
    if seen.closable and session.kind == "dialogue":
        rows.append((_deed(speech, session, _("button.close_poll"), "v"),))
    door = _("button.stop_joining") if session.joining else _("button.reopen_joining")
    rows.append((tap(speech.plain(door), "f", session.id, "j", "0" if session.joining else "1"),))
    rows.append((_deed(speech, session, _("button.end"), "e"),))
    if may_stop and session.kind == "poll":
        rows.append((_deed(speech, session, _("button.stop_poll"), "ys"),))
    return Reply(speech(_("panel.more")), (*rows, back_to_panel(speech, session.id)))


def back_to_panel(speech: Speech, session: str) -> tuple[Button, ...]:
    """The row that leads back to the control message."""
    return (tap(speech.plain(_("button.panel")), "f", session, "p"),)


def confirm_stage(speech: Speech, session: Session, stage: Stage) -> Reply:
    """Before a stage is opened: what people will see, in their words."""
    first = stage.steps[0]
    words = first.text if not isinstance(first, Rate | Choose) else first.question
    parts = [
        speech(_("stage.sure", stage=f"{stage.sign} {speech.label(stage.title)}".strip())),
        speech(_("stage.they_see")),
        f"<blockquote>{speech.words(words)}</blockquote>",
    ]
    if len(stage.steps) > 1:
        parts.append(speech(n_("stage.steps", number=len(stage.steps))))
    rows: Rows = (
        (tap(speech.plain(_("button.open_now")), "f", session.id, "O", stage.id),),
        back_to_panel(speech, session.id),
    )
    return Reply("\n\n".join(parts), rows)


def choose_stage(speech: Speech, session: Session, stages: Sequence[Stage]) -> Reply:
    """The stages that can be opened again."""
    rows = [
        (tap(f"{stage.sign} {speech.label(stage.title)}".strip(), "f", session.id, "o", stage.id),)
        for stage in stages
    ]
    return Reply(speech(_("stage.go_back")), (*rows, back_to_panel(speech, session.id)))


def choose_poll(speech: Speech, seen: Control) -> Reply:
    """The polls that can be closed, one by one or all together."""
    session = seen.scene.session
    rows = [
        (tap(poll_label(speech, seen.scene, step)[:60], "f", session.id, "v", step.id),)
        for step in seen.closable
    ]
    if len(seen.closable) > 1:
        rows.insert(0, (tap(speech.plain(_("button.close_all_polls")), "f", session.id, "v", EVERY_POLL),))
    return Reply(speech(_("poll.choose")), (*rows, back_to_panel(speech, session.id)))


def poll_label(speech: Speech, scene: Scene, step: Rate | Choose) -> str:
    """A poll with the stage it belongs to, since before and after bear the same name."""
    stage = next(stage for stage, each in scene.script.polls() if each.id == step.id)
    return f"{name_of(speech, step)} · {speech.label(stage.title)}"


def confirm_poll(speech: Speech, session: Session, polls: Sequence[str], which: str) -> Reply:
    """Before polls are closed: they never open again. ``which`` stands in the button: a step or every one."""
    rows: Rows = (
        (tap(speech.plain(_("button.close_poll_now")), "f", session.id, "V", which),),
        back_to_panel(speech, session.id),
    )
    return Reply(speech(n_("poll.close_sure", number=len(polls), polls="\n".join(polls))), rows)


def confirm_end(speech: Speech, session: Session, hours: int) -> Reply:
    """Before a session is closed."""
    rows: Rows = (
        (tap(speech.plain(_("button.end_now")), "f", session.id, "E"),),
        back_to_panel(speech, session.id),
    )
    return Reply(speech(_("end.sure", hours=hours)), rows)


def entrance(speech: Speech, session: Session, link: str) -> Reply:
    """The code and the link, as they are read aloud and sent on; the printable picture at a tap."""
    text = speech(_("entrance.code", code=spell(session.code), link=link))
    rows: Rows = (
        (tap(speech.plain(_("button.poster")), "f", session.id, "K"),),
        back_to_panel(speech, session.id),
    )
    return Reply(text, rows)
