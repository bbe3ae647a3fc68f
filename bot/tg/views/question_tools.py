"""What a facilitator is asked about one question: words to type, a theme, a question to merge it with."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app.moderate import Choices
from bot.app.question_words import LIMITS, Field
from bot.app.records import Question, Session
from bot.app.words import Text, _
from bot.core.questions import theme_key
from bot.core.screening import Screened
from bot.tg.reply import Button, Reply
from bot.tg.views.question_list import excerpt, in_pairs, sign_of
from bot.tg.views.queue import Setting, escaped


def ask_words(
    setting: Setting, question: Question, field: Field, language: str, wrong: Text | None = None
) -> Reply:
    """What is to be typed, with the words it is about in a form that a tap copies."""
    parts = [setting.say(wrong)] if wrong else []
    parts += [
        setting.say(_prompt(setting, field, language)),
        f"<code>{escaped(_at_hand(question, field, language))}</code>",
    ]
    cancel = setting.tap(_("button.cancel"), "mo", question.id)
    return Reply("\n\n".join(parts), ((cancel,), setting.to_panel()))


def confirm_words(setting: Setting, question: str, field: Field, screened: Screened) -> Reply:
    """Something in what was typed may lead to a person: the facilitator decides."""
    found = " · ".join(finding.words for finding in screened.findings[:5])
    quote = f"<blockquote>{escaped(screened.text)}</blockquote>"
    text = f"{setting.say(_('mod.typed_found', found=found))}\n\n{quote}"
    choices = (
        setting.tap(_("mod.keep_without"), "mk", question, "without", field),
        setting.tap(_("mod.keep_all"), "mk", question, "all", field),
    )
    cancel = setting.tap(_("button.cancel"), "mo", question)
    return Reply(text, ((choices[0],), (choices[1],), (cancel,), setting.to_panel()))


def choose_theme(setting: Setting, question: Question, themes: Sequence[str], *, more: bool) -> Reply:
    """The session's themes; ``more`` where another may be added."""
    buttons: list[Button] = []
    for theme in themes:
        mark = "✅" if theme == question.theme else "🏷"
        buttons.append(setting.named(f"{mark} {theme}", "mT", question.id, theme_key(theme)))
    if more:
        buttons.append(setting.tap(_("mod.new_theme"), "mw", question.id))
    if question.theme:
        buttons.append(setting.tap(_("mod.no_theme"), "mT", question.id))
    rows = (*in_pairs(buttons), setting.to_question(question.id), setting.to_panel())
    return Reply(f"{setting.say(_('mod.choose_theme'))}\n\n{excerpt(question.text)}", rows)


def choose_target(
    setting: Setting, question: Question, targets: Sequence[Question], choices: Choices | None = None
) -> Reply:
    """What to merge a question with: near-duplicates, or with ``choices`` a page of all the others."""
    heading = _("mod.merge_near_heading") if choices is None else _("mod.merge_heading")
    numbered = list(enumerate(targets, 1))
    parts = [setting.say(heading), f"🔗 {excerpt(question.text)}"]
    parts += [f"<b>{number}.</b> {sign_of(each.status)} {excerpt(each.text)}" for number, each in numbered]
    if not targets:
        parts.append(setting.say(_("mod.no_target")))
    rows = [tuple(setting.named(str(number), "mG", question.id, each.id) for number, each in numbered)]
    if choices is None:
        rows.append((setting.tap(_("mod.other_targets"), "mg", question.id, 0),))
    elif choices.pages > 1:
        rows.append(_pages(setting, question.id, choices.page, choices.pages))
    rows += [setting.to_question(question.id), setting.to_panel()]
    return Reply("\n\n".join(parts), tuple(row for row in rows if row))


def merged_here(setting: Setting, target: Question, merged: Sequence[Question]) -> Reply:
    """What was merged into a question, each to be opened and parted again."""
    shown = list(enumerate(merged[:MERGED_SHOWN], 1))
    parts = [setting.say(_("mod.merged_heading")), f"🔗 {excerpt(target.text)}"]
    parts += [f"<b>{number}.</b> ♥ {each.supports}\n{excerpt(each.text)}" for number, each in shown]
    numbers = tuple(setting.named(str(number), "mo", each.id) for number, each in shown)
    rows = [numbers] if numbers else []
    return Reply("\n\n".join(parts), (*rows, setting.to_question(target.id), setting.to_panel()))


AT_ONCE, WITH_SEAL = "n", "s"
"""What stands in a button for when the words of what was handed over go."""


def when_erased(session: Session) -> str:
    """When the words of what is handed over now are erased: with the session's seal, or at once behind it."""
    return AT_ONCE if session.is_sealed else WITH_SEAL


def confirm_hand_over(setting: Setting, question: Question) -> Reply:
    """Before the focal point notes that a disclosure has reached whom it concerns."""
    when = when_erased(setting.session)
    sure = _("mod.hand_over_at_once") if when == AT_ONCE else _("mod.hand_over_sure")
    text = f"{setting.say(sure)}\n\n<blockquote>{escaped(question.text)}</blockquote>"
    confirm = setting.tap(_("mod.hand_over_now"), "mY", question.id, when)
    return Reply(text, ((confirm,), setting.to_question(question.id), setting.to_panel()))


MERGED_SHOWN = 8
"""Numbers that fit into one row of buttons."""


def _pages(setting: Setting, question: str, page: int, pages: int) -> tuple[Button, ...]:
    row = [setting.named(f"{page + 1}/{pages}", "mg", question, page)]
    if page > 0:
        row.insert(0, setting.named("◀️", "mg", question, page - 1))
    if page < pages - 1:
        row.append(setting.named("▶️", "mg", question, page + 1))
    return tuple(row)


def _prompt(setting: Setting, field: Field, language: str) -> Text:
    match field:
        case "answer":
            return _("mod.type_answer", language=setting.own_name(language))
        case "text":
            return _("mod.type_text")
        case "translation":
            return _("mod.type_translation", language=setting.own_name(language))
        case "theme":
            return _("mod.type_theme", limit=LIMITS["theme"])


def _at_hand(question: Question, field: Field, language: str) -> str:
    """The words that the new ones will stand beside or in place of."""
    match field:
        case "answer":
            return question.answer.get(language, question.text)
        case "translation":
            return question.translation.get(language, question.text)
        case _ignored:
            return question.text
