"""Each role has what its work needs, and no more."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.core.roles import PERMISSIONS, Permission, Role, may

ROLES: tuple[Role, ...] = get_args(Role)


def holders(permission: Permission) -> set[Role]:
    return {role for role in ROLES if may(role, permission)}


def test_every_role_is_in_the_table() -> None:
    assert set(PERMISSIONS) == set(ROLES)


@pytest.mark.parametrize("permission", get_args(Permission))
def test_every_permission_is_somebodys(permission: Permission) -> None:
    assert holders(permission)


def test_a_leader_reads_no_question_and_runs_no_session_of_the_organisation() -> None:
    assert PERMISSIONS["leader"] == {"belong", "polls", "run", "results"}


def test_disclosures_are_for_the_focal_point_alone() -> None:
    assert holders("protected") == {"focal"}


def test_the_team_and_stopping_a_poll_are_for_the_coordination_alone() -> None:
    assert holders("team") == holders("stop") == {"coordinator"}
