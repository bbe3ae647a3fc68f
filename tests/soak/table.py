"""The figures as a table."""

from __future__ import annotations

from rich.table import Table

from tests.soak.run import Outcome


def outcome_table(outcome: Outcome) -> Table:
    """What was tried and what came of it."""
    plan, verdict = outcome.plan, outcome.verdict
    table = Table(title=f"{plan.mode}, {plan.workers} process(es), seed {plan.seed}")
    table.add_column("Figure")
    table.add_column("Count", justify="right")
    for name, figure in (
        ("People", plan.people),
        ("Kills", outcome.kills),
        ("Updates", outcome.updates),
        ("Calls", outcome.calls),
        ("Lost", len(verdict.lost)),
        ("Counted twice", len(verdict.twice)),
        ("Not where they should be", len(verdict.astray)),
        ("Unfinished", len(verdict.unfinished)),
        ("Questions kept, not mixed yet", verdict.unmixed),
        ("Repeats seen by people", verdict.repeats),
        ("Done again by people", outcome.again),
        ("Told to wait (429)", outcome.refused),
    ):
        table.add_row(name, f"{figure:,}")
    table.add_row("Wall time, s", f"{outcome.seconds:.0f}")
    return table
