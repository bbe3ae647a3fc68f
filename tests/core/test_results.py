"""Results survive being stored."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.core.results import Counts, Line, LineResult, Mode, as_json, from_json

numbers = st.dictionaries(st.text(max_size=8), st.integers(0, 10_000), max_size=11)
names = st.text(max_size=12)
modes: st.SearchStrategy[list[Mode]] = st.lists(
    st.sampled_from(("hands", "paper", "shared_phone")), max_size=3
)
results = st.builds(
    LineResult,
    line=st.builds(Line, names, st.none() | names, st.none() | names),
    counts=st.none() | st.builds(Counts, numbers, numbers),
    modes=modes.map(tuple),
)


@given(st.lists(results, max_size=8).map(tuple))
def test_what_is_stored_is_read_back(stored: tuple[LineResult, ...]) -> None:
    assert from_json(json.loads(json.dumps(as_json(stored)))) == stored


def test_a_withheld_line_is_stored_without_any_number() -> None:
    assert as_json([LineResult(Line("forces", "age", "18-24"), None)]) == [
        {"side": "forces", "dimension": "age", "category": "18-24", "counts": None, "modes": []}
    ]


def test_counts_add_up_and_know_their_people() -> None:
    both = Counts({"0": 1, "1": 2}, {"dont_know": 3}) + Counts({"1": 4}, {"no_answer": 5})
    assert both == Counts({"0": 1, "1": 6}, {"dont_know": 3, "no_answer": 5})
    assert (both.answered, both.people) == (7, 15)
