"""Why what staff typed cannot be taken, and what to do: one clear sentence each."""

from __future__ import annotations

from bot.app.words import Text, _, n_
from bot.app.writing import Refused


def refusal(refused: Refused) -> Text:
    """The sentence of a refusal."""
    match refused.code:
        case "too_long":
            return n_("typed.too_long", number=refused.limit)
        case "found":
            return _("typed.found", found=" · ".join(refused.found[:3]))
        case "no_numbers":
            return _("typed.no_numbers")
        case "too_large":
            return n_("typed.too_large", number=refused.limit)
        case "too_many" if refused.limit == 0:
            return _("typed.no_more_numbers")
        case "too_many":
            return n_("typed.too_many_numbers", number=refused.limit)
        case "nobody":
            return _("typed.nobody")
        case "day":
            return _("typed.day_wrong")
        case "not_now":
            return _("typed.not_now")
        case _empty:
            return _("typed.empty")
