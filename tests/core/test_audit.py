"""Hidden lines that several tables give away together, though each table by itself does not."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product

from bot.core.audit import computable
from bot.core.results import Counts, Line, Table
from bot.core.suppression import DEFAULT_THRESHOLDS, Thresholds, hidden_lines

SIDE = Line("inhabitants")
ROWS = [Line("inhabitants", "age", str(row)) for row in range(4)]
COLUMNS = [Line("inhabitants", "residence", str(column)) for column in range(4)]
CELLS = {
    (row, column): Line("inhabitants", "both", f"{row}{column}") for row in range(4) for column in range(4)
}
TABLES = [
    *(Table(ROWS[row], tuple(CELLS[row, column] for column in range(4))) for row in range(4)),
    *(Table(COLUMNS[column], tuple(CELLS[row, column] for row in range(4))) for column in range(4)),
]

Numbers = Sequence[Sequence[int]]


def cells_of(
    numbers: Numbers, values: Mapping[tuple[int, int], str] | None = None
) -> dict[Line, dict[str, int]]:
    """People of each cell, all of whom say ``a`` but where ``values`` says otherwise; and of the margins."""
    found = {CELLS[place]: {(values or {}).get(place, "a"): numbers[place[0]][place[1]]} for place in CELLS}
    for table in TABLES:
        found[table.total] = {
            value: sum(found[part].get(value, 0) for part in table.parts) for value in ("a", "b")
        }
    return found


def given_away(numbers: Numbers, hidden: Collection[tuple[int, int]], **values: str) -> int:
    """How many of the hidden cells the rows and columns give away."""
    said = {(int(name[1]), int(name[2])): value for name, value in values.items()}
    return len(list(computable(TABLES, cells_of(numbers, said), {CELLS[place] for place in hidden})))


MANY = [[9] * 4] * 4
SQUARE = [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_four_cells_in_a_square_keep_each_other_open() -> None:
    assert given_away(MANY, SQUARE) == 0


def test_a_cell_between_two_squares_is_given_away_though_no_row_or_column_hides_it_alone() -> None:
    other = [(2, 2), (2, 3), (3, 2), (3, 3)]
    assert given_away(MANY, [*SQUARE, *other]) == 0
    assert given_away(MANY, [*SQUARE, *other, (1, 2)]) == 1


def test_a_square_whose_rows_say_different_things_is_given_away() -> None:
    """Only the first row says a: what a column has of it is in its first cell."""
    assert given_away(MANY, SQUARE, _10="b", _11="b") == 4
    assert given_away(MANY, SQUARE, _01="b", _10="b") == 0
    assert given_away(MANY, SQUARE, _11="b") == 0


def test_a_square_with_an_empty_corner_protects_nobody() -> None:
    assert given_away([[9, 9, 9, 9], [9, 0, 9, 9], [9] * 4, [9] * 4], SQUARE) == 3


def test_one_person_more_is_needed_for_whoever_knows_one() -> None:
    """The second row can lend the first one person and no other: whoever knows them knows all."""
    assert given_away([[9, 1, 9, 9], [1, 9, 9, 9], [9] * 4, [9] * 4], SQUARE) == 0
    assert given_away([[1, 1, 9, 9], [1, 0, 9, 9], [9] * 4, [9] * 4], SQUARE) == 3
    assert given_away([[1, 5, 9, 9], [5, 1, 9, 9], [9] * 4, [9] * 4], SQUARE, _00="b") == 0


def test_lines_of_one_table_alone_are_left_to_its_own_rule() -> None:
    cells = cells_of(MANY)
    assert list(computable(TABLES[:4], cells, {CELLS[0, 0]})) == []


def test_what_is_offered_to_be_hidden_too_stands_beside_the_cell() -> None:
    hidden = {CELLS[place] for place in [*SQUARE, (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)]}
    (beside,) = computable(TABLES, cells_of(MANY), hidden)
    assert set(beside) == {CELLS[1, 3], CELLS[0, 2]}


def test_as_many_more_cells_are_hidden_as_it_takes() -> None:
    sides = [Table(SIDE, tuple(ROWS)), Table(SIDE, tuple(COLUMNS))]
    mixed = {place: Counts({"a": 20, "b": 20}, {}) for place in CELLS}
    for place in [*SQUARE, (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)]:
        mixed[place] = Counts({"a": 5, "b": 4}, {})
    counts = {CELLS[place]: mixed[place] for place in CELLS}
    for table in (*TABLES, sides[0]):
        counts[table.total] = sum((counts[part] for part in table.parts), Counts({}, {}))
    few = hidden_lines([*sides, *TABLES], counts, DEFAULT_THRESHOLDS)
    assert CELLS[1, 2] in few
    assert len(few) > 9
    assert not few & {SIDE, *ROWS, *COLUMNS}
    cells = {line: here.cells for line, here in counts.items()}
    assert list(computable([*sides, *TABLES], cells, few)) == []


def test_lines_in_three_tables_are_all_hidden_where_one_is() -> None:
    """Cells of three dimensions stand in no network; nothing is shown of them beside what is hidden."""
    corners = list(product("01", repeat=3))
    lines = {corner: Line("inhabitants", "three", "".join(corner)) for corner in corners}
    tables = [
        Table(
            Line("inhabitants", f"without {place}", "".join(two)),
            tuple(lines[corner] for corner in corners if (*corner[:place], *corner[place + 1 :]) == two),
        )
        for place in range(3)
        for two in product("01", repeat=2)
    ]
    counts = {line: Counts({"a": 30, "b": 30}, {}) for line in lines.values()}
    counts[lines[corners[0]]] = Counts({"a": 3, "b": 1}, {})
    for table in tables:
        counts[table.total] = sum((counts[part] for part in table.parts), Counts({}, {}))
    hidden = hidden_lines(tables, counts, Thresholds())
    assert set(lines.values()) <= hidden
