"""The keys of what waits to be sent: renewed, followed, and destroyed, also where a renewal was broken off."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.vault import OutboxSeal, Unreadable
from bot.rehearsal.fixed import SeededChance
from bot.storage.keys import KeyStoreFile

PLACE = b"a place"


@pytest.fixture
async def keys(tmp_path: Path) -> KeyStoreFile:
    return await KeyStoreFile.open(f"sqlite:///{tmp_path}/keys.db", bytes(32))


async def worker(keys: KeyStoreFile) -> OutboxSeal:
    """What a process has of them that has just started."""
    seal = OutboxSeal(keys, SeededChance(1))
    await seal.ready()
    return seal


async def test_what_was_closed_before_a_renewal_opens_until_the_old_keys_are_gone(keys: KeyStoreFile) -> None:
    seal = await worker(keys)
    old = seal.close(PLACE, "Bonjour")
    await seal.renew()
    new = seal.close(PLACE, "Bonsoir")
    assert (seal.open(PLACE, old), seal.open(PLACE, new)) == ("Bonjour", "Bonsoir")
    await seal.forget_old()
    assert seal.open(PLACE, new) == "Bonsoir"
    with pytest.raises(Unreadable):
        seal.open(PLACE, old)


async def test_a_renewal_that_was_broken_off_does_not_take_the_next_one_s_key_with_it(
    keys: KeyStoreFile,
) -> None:
    before = await worker(keys)
    in_force = before.newest
    await before.renew()  # and the process is killed before the database says so

    seal = await worker(keys)
    await seal.follow(in_force)
    await seal.renew()
    closed = seal.close(PLACE, "Bonjour")
    await seal.forget_old()

    assert await keys.names("outbox:") == [seal.newest]
    assert (await worker(keys)).open(PLACE, closed) == "Bonjour"


async def test_a_worker_follows_and_forgets_what_another_renewed(keys: KeyStoreFile) -> None:
    one, other = await worker(keys), await worker(keys)
    old = one.close(PLACE, "Bonjour")
    await one.renew()
    await other.follow(one.newest)
    assert one.open(PLACE, other.close(PLACE, "Bonsoir")) == "Bonsoir"
    assert other.lane(7) == one.lane(7)
    await one.forget_old()
    await other.refresh()
    with pytest.raises(Unreadable):
        other.open(PLACE, old)
