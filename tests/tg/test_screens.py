"""Which message of a chat an answer did not know of."""

from __future__ import annotations

from bot.tg.delivery import Call, Delivery, Living
from bot.tg.errand import Errand
from bot.tg.screens import Screens

CHAT = 77


def shown(message: int, *, before: int = 0, who: str = "aa") -> Errand:
    """An errand that is through: it has shown somebody where they are, in this message, and has taken out the one that
    it knew of unless that is the same."""
    gone = Call("deleteMessages", {"chat_id": CHAT, "message_ids": [before]}, "soft")
    living = Living("seat", "abcd2345", who, before=before)
    errand = Errand(Delivery(CHAT, (gone,) if before not in (0, message) else (), living), None)
    errand.carried.living = message
    return errand


def test_who_knew_what_is_there_leaves_nothing_behind() -> None:
    screens = Screens()
    assert screens.follow(shown(1)) == 0
    assert screens.follow(shown(1, before=1)) == 0, "shown in place"
    assert screens.follow(shown(3, before=1)) == 0


def test_what_an_answer_did_not_know_of_is_left() -> None:
    screens = Screens()
    screens.follow(shown(3))
    screens.follow(shown(4, before=3))
    assert screens.follow(shown(5, before=3)) == 4
    assert screens.follow(shown(2, before=3)) == 5, "an old screen that was tapped and shown anew"


def test_who_comes_in_anew_keeps_what_they_were_told_on_leaving() -> None:
    screens = Screens()
    screens.follow(shown(4))
    assert screens.follow(shown(5)) == 0


def test_everybody_has_a_screen_of_their_own() -> None:
    screens = Screens()
    screens.follow(shown(4, who="aa"))
    assert screens.follow(shown(6, before=5, who="bb")) == 0
    assert screens.follow(shown(7, before=3, who="aa")) == 4


def test_what_showed_nothing_changes_nothing() -> None:
    screens = Screens()
    screens.follow(shown(4))
    assert screens.follow(shown(0, before=3)) == 0
    assert screens.follow(shown(5, before=3)) == 4


def test_only_the_last_places_are_remembered() -> None:
    screens = Screens(remembered=2)
    for number, who in enumerate(("aa", "bb", "cc"), start=1):
        screens.follow(shown(number, who=who))
    assert screens.follow(shown(9, before=8, who="aa")) == 0
    assert screens.follow(shown(10, before=8, who="cc")) == 3
