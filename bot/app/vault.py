"""Names and ciphertexts: the only place where keys meet data.

Every ciphertext is AES-256-GCM (NIST SP 800-38D) under a random 96-bit nonce that stands before it, and is bound to
the place where it is stored: moved to another row it does not open.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.app.ports import Chance, KeyStore
from bot.core import names

NONCE_BYTES = 12
_CACHED_SESSIONS = 4096
INTAKE = "intake:"
RETIRED = "retired:"
"""How the names of intake keys begin: of those in use, and of those under which nothing more is taken in."""

INSTALLATION = "installation"
"""The name of the key under which staff is kept, made on the first run."""


class Unreadable(Exception):
    """A ciphertext does not open: its key was destroyed, or it was moved or changed."""


class Seal:
    """One key and what can be done with it."""

    def __init__(self, key: bytes, chance: Chance) -> None:
        self._cipher = AESGCM(key)
        self._chance = chance

    def close(self, place: bytes, content: Any) -> bytes:
        """Encrypt a JSON value, or a dataclass of such values, for one place (a table's name and a row's key)."""
        nonce = self._chance.bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, orjson.dumps(content), place)

    def open(self, place: bytes, sealed: bytes) -> Any:
        """Decrypt what was closed for this place. Raises Unreadable."""
        try:
            return orjson.loads(self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place))
        except (InvalidTag, ValueError):  # what is cut short is not even a nonce
            raise Unreadable from None


class SessionVault:
    """The names and ciphertexts of one session, under its own key."""

    def __init__(self, key: bytes, chance: Chance) -> None:
        self.key = names.derive_key(key, "session/names")
        self.roster = Seal(names.derive_key(key, "session/roster"), chance)


class IntakeVault:
    """The names and ciphertexts of the questions that wait to be mixed, under one short-lived key."""

    def __init__(self, name: str, key: bytes, chance: Chance) -> None:
        self.name = name
        self.key = names.derive_key(key, "intake/names")
        self.seal = Seal(names.derive_key(key, "intake"), chance)


@dataclass(frozen=True, slots=True)
class _OutboxKey:
    name: str
    lanes: bytes
    seal: Seal


class OutboxSeal:
    """The seal of parcels that wait to be sent, under a key that is soon replaced: an old parcel that somebody digs
    out of a disk does not open any more, and its lane leads to no chat."""

    def __init__(self, keys: KeyStore, chance: Chance) -> None:
        self._keys = keys
        self._chance = chance
        self._known: list[_OutboxKey] = []

    async def ready(self) -> None:
        """Read the keys; make one if there is none."""
        present = sorted(await self._keys.names("outbox:")) or ["outbox:00000001"]
        self._known = [await self._key(name) for name in present]

    @property
    def newest(self) -> str:
        """The name of the key that closes now."""
        return self._known[-1].name

    async def follow(self, name: str) -> None:
        """Close under the key of this name from now on: another worker may have renewed it."""
        if name not in ("", self.newest):
            self._known = [key for key in self._known if key.name != name]
            self._known.append(await self._key(name))

    def lane(self, chat: int) -> bytes:
        """The name of a chat's lane, under the newest key."""
        return names.lane_name(self._known[-1].lanes, chat)

    def close(self, place: bytes, content: Any) -> bytes:
        """Encrypt under the newest key."""
        return self._known[-1].seal.close(place, content)

    def open(self, place: bytes, sealed: bytes) -> Any:
        """Decrypt what was closed under a key that is still there. Raises Unreadable."""
        for key in reversed(self._known):
            with suppress(Unreadable):
                return key.seal.open(place, sealed)
        raise Unreadable

    async def refresh(self) -> None:
        """Know the keys that are in the store now, and no other: another worker may have renewed them."""
        present = set(await self._keys.names("outbox:"))
        known = {key.name for key in self._known}
        new = [await self._key(name) for name in sorted(present - known)]
        self._known = [*new, *(key for key in self._known if key.name in present or key is self._known[-1])]

    async def renew(self) -> None:
        """Take a new key; the old ones still open what waits until ``forget_old``."""
        # Above them all: the newest may not be the highest, where a renewal was broken off.
        last = max(int(key.name.removeprefix("outbox:")) for key in self._known)
        self._known.append(await self._key(f"outbox:{last + 1:08}"))

    async def forget_old(self) -> None:
        """Destroy every key but the newest; to be called once nothing waits under them."""
        old = [key.name for key in self._known[:-1]]
        self._known = self._known[-1:]
        await self._keys.destroy(old)

    async def _key(self, name: str) -> _OutboxKey:
        key = await self._keys.make(name)
        seal = Seal(names.derive_key(key, "outbox"), self._chance)
        return _OutboxKey(name, names.derive_key(key, "outbox/lanes"), seal)


class Vault:
    """The keys of an installation, all from the keys' own store. Nothing is derived from the master key, which only
    wraps them: so it can be replaced, and alone it opens nothing."""

    def __init__(self, keys: KeyStore, chance: Chance, installation: bytes) -> None:
        self._keys = keys
        self._chance = chance
        self._sessions: OrderedDict[str, SessionVault] = OrderedDict()
        self._intakes: dict[str, IntakeVault] = {}
        self.finder = names.derive_key(installation, "finder")
        self.staff = Seal(names.derive_key(installation, "staff"), chance)
        self._outbox = OutboxSeal(keys, chance)

    @classmethod
    async def open(cls, keys: KeyStore, chance: Chance) -> Vault:
        """The vault over a key store, whose installation key is made if there is none."""
        return cls(keys, chance, await keys.make(INSTALLATION))

    async def session(self, session: str) -> SessionVault:
        """The vault of a session. Raises Unreadable when its key was destroyed."""
        known = self._sessions.get(session)
        if known is not None:
            self._sessions.move_to_end(session)
            return known
        key = await self._keys.get(_session_name(session))
        if key is None:
            raise Unreadable
        return self._remember(session, key)

    def forget(self, session: str) -> None:
        """Drop a session's keys from memory: it is sealed, perhaps by another process."""
        self._sessions.pop(session, None)
        self._intakes.pop(session, None)

    def forget_all_but(self, sessions: Collection[str]) -> None:
        """Drop from memory the keys of every session but these."""
        for session in {*self._sessions, *self._intakes} - set(sessions):
            self.forget(session)

    def of_nobody(self) -> SessionVault:
        """A vault under a key that nothing was ever written with: what stands in for a key that was destroyed."""
        return SessionVault(self._chance.bytes(32), self._chance)

    async def open_session(self, session: str) -> SessionVault:
        """Make the key of a new session, stored durably before anything is written under it."""
        return self._remember(session, await self._keys.make(_session_name(session)))

    async def outbox(self) -> OutboxSeal:
        """The seal of parcels that wait to be sent."""
        await self._outbox.ready()
        return self._outbox

    async def sessions_with_keys(self) -> list[str]:
        """The sessions of which a key is there, their own or one of their intake's."""
        prefixes = ("session:", INTAKE, RETIRED)
        found = [name for prefix in prefixes for name in await self._keys.names(prefix)]
        return list(dict.fromkeys(name.split(":")[1] for name in found))

    async def intake(self, session: str) -> IntakeVault:
        """What the next question that waits to be mixed is closed with; its short-lived key is made if need be."""
        waiting = await self._keys.names(f"{INTAKE}{session}:")
        name = max(waiting, default=f"{INTAKE}{session}:{self._chance.letters('abcdefgh', 8)}")
        known = self._intakes.get(session)
        if known is None or known.name != name:
            known = IntakeVault(name, await self._keys.make(name), self._chance)
            self._intakes[session] = known
        return known

    async def intakes(self, session: str) -> list[IntakeVault]:
        """The intakes of a session whose keys are there."""
        found = []
        for name in await self._intakes_of(session):
            # One that is mixed meanwhile, by another worker, is gone when it is looked at.
            with suppress(Unreadable):
                found.append(await self.open_intake(name))
        return found

    async def open_intake(self, name: str) -> IntakeVault:
        """An earlier intake, whether it is retired or not. Raises Unreadable when its key was destroyed."""
        name = INTAKE + name.partition(":")[2]
        key = await self._keys.get(name) or await self._keys.get(_retired(name))
        if key is None:
            raise Unreadable
        return IntakeVault(name, key, self._chance)

    async def intake_names(self) -> dict[str, str]:
        """Every intake key there is, each with its session."""
        found = [*await self._keys.names(INTAKE), *await self._keys.names(RETIRED)]
        return {name: name.split(":")[1] for name in found}

    async def destroy_intakes(self, names: Collection[str]) -> None:
        """Destroy intake keys, by their names, under which nothing waits."""
        if names:
            self._intakes.clear()
            await self._keys.destroy(names)

    async def retire_intakes(self, session: str) -> list[str]:
        """Have what is asked from now on wait under a new key; in the turn of who writes. Gives the names of all keys
        that are retired now, to be destroyed once it is committed that all under them has been mixed: between that
        commit and the end of the keys another worker may take in a question."""
        self._intakes.pop(session, None)
        names = await self._keys.names(f"{INTAKE}{session}:")
        await self._keys.rename({name: _retired(name) for name in names})
        return await self._keys.names(f"{RETIRED}{session}:")

    async def destroy_session(self, session: str) -> None:
        """Destroy a session's key and what is left of its intake keys: nobody can say any more who took part."""
        self.forget(session)
        await self._keys.destroy([_session_name(session), *await self._intakes_of(session)])

    async def _intakes_of(self, session: str) -> list[str]:
        """The names of a session's intake keys, those in use and the retired ones."""
        in_use = await self._keys.names(f"{INTAKE}{session}:")
        return [*in_use, *await self._keys.names(f"{RETIRED}{session}:")]

    def _remember(self, session: str, key: bytes) -> SessionVault:
        vault = self._sessions[session] = SessionVault(key, self._chance)
        if len(self._sessions) > _CACHED_SESSIONS:
            self._sessions.popitem(last=False)
        return vault


def _session_name(session: str) -> str:
    return f"session:{session}"


def _retired(intake: str) -> str:
    return RETIRED + intake.removeprefix(INTAKE)
