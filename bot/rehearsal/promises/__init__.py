"""What the cast was promised, a check each: it yields a sentence for whatever did not come true."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bot.app.words import Text
from bot.rehearsal.account import Account
from bot.rehearsal.narrator import _op
from bot.rehearsal.promises import counts, people, questions, words

Check = Callable[[Account], AsyncIterator[str]]


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, and how it is checked."""

    sentence: Text
    check: Check


OF_EVERY_SESSION: tuple[Promise, ...] = (
    Promise(_op("rehearse.promise_places"), people.at_the_right_place),
    Promise(_op("rehearse.promise_remembered"), people.answers_remembered),
    Promise(_op("rehearse.promise_taps"), people.every_tap_answered),
    Promise(_op("rehearse.promise_language"), words.in_their_language),
    Promise(_op("rehearse.promise_raw"), words.nothing_raw),
    Promise(_op("rehearse.promise_counts"), counts.counted_once),
    Promise(_op("rehearse.promise_withheld"), counts.small_numbers_withheld),
    Promise(_op("rehearse.promise_result_file"), counts.file_says_the_same),
    Promise(_op("rehearse.promise_nobody"), words.nobody_in_files),
    Promise(_op("rehearse.promise_files"), words.files_complete),
)

OF_A_DIALOGUE: tuple[Promise, ...] = (
    Promise(_op("rehearse.promise_questions"), questions.listed_once),
    Promise(_op("rehearse.promise_withdrawn"), questions.withdrawn_gone),
    Promise(_op("rehearse.promise_moderated"), questions.as_decided),
    Promise(_op("rehearse.promise_protected"), questions.protected_from_all_but_one),
    Promise(_op("rehearse.promise_authors"), questions.authors_see),
    Promise(_op("rehearse.promise_supports"), questions.supports_count),
    Promise(_op("rehearse.promise_commitments"), people.commitments_seen),
    Promise(_op("rehearse.promise_left"), people.who_left_counts_no_more),
    Promise(_op("rehearse.promise_declined"), people.who_declined_left_nothing),
    Promise(_op("rehearse.promise_later"), people.code_shows_what_became),
    Promise(_op("rehearse.promise_sealed"), people.nobody_after_the_seal),
)

OF_A_POLL: tuple[Promise, ...] = (Promise(_op("rehearse.promise_report"), people.report_heard_once),)


async def broken(promise: Promise, account: Account) -> list[str]:
    """How a promise was broken in a session; nothing if it was kept."""
    return [failure async for failure in promise.check(account)]
