"""Derived names: the same for the same person and purpose, unlike for any other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core import names

keys = st.binary(min_size=32, max_size=32)
users = st.integers(min_value=1, max_value=2**52)


@given(keys, users, users)
def test_people_have_names_of_their_own(key: bytes, one: int, other: int) -> None:
    assert (names.person_key(key, one) == names.person_key(key, other)) == (one == other)


@given(keys, keys, users)
def test_another_session_knows_a_person_by_another_name(key: bytes, other: bytes, user: int) -> None:
    assert (names.person_key(key, user) == names.person_key(other, user)) == (key == other)


@given(keys, users)
def test_no_purpose_shares_a_name_with_another(key: bytes, user: int) -> None:
    person = names.person_key(key, user)
    made = {
        person,
        names.ballot_key(key, "police", person),
        names.ballot_key(key, "army", person),
        names.support_key(key, "police", person),
        names.report_key(key, person),
        names.visitor_name(key, user),
        names.intake_name(key, str(user)),
        names.message_name(key, person, user),
        names.staff_name(key, user),
        names.audit_name(key, str(user)),
        names.lane_name(key, user),
    }
    assert len(made) == 11


def test_parts_cannot_be_shifted_into_each_other() -> None:
    key = bytes(32)
    assert names.ballot_key(key, "ab", b"c") != names.ballot_key(key, "a", b"bc")


def test_a_derived_key_serves_one_purpose() -> None:
    assert names.derive_key(bytes(32), "staff") != names.derive_key(bytes(32), "outbox")
