"""Names and ciphertexts: the only place where keys meet data.

Every ciphertext is AES-256-GCM (NIST SP 800-38D) under a random 96-bit nonce that stands before it, and is bound to
the place where it is stored: moved to another row it does not open.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.app.ports import Chance, KeyStore
from bot.core import names

NONCE_BYTES = 12
_CACHED_SESSIONS = 512


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
        except InvalidTag:
            raise Unreadable from None


class SessionVault:
    """The names and ciphertexts of one session, under its own key."""

    def __init__(self, key: bytes, chance: Chance) -> None:
        self.key = names.derive_key(key, "session/names")
        self.roster = Seal(names.derive_key(key, "session/roster"), chance)


class OutboxSeal:
    """The seal of parcels that wait to be sent, under a key that is soon replaced: an old parcel that somebody digs
    out of a disk does not open any more."""

    def __init__(self, keys: KeyStore, chance: Chance) -> None:
        self._keys = keys
        self._chance = chance
        self._seals: list[tuple[str, Seal]] = []

    async def ready(self) -> None:
        """Read the keys; make one if there is none."""
        names_ = sorted(await self._keys.names("outbox:")) or ["outbox:00000001"]
        self._seals = [(name, await self._seal(name)) for name in names_]

    def close(self, place: bytes, content: Any) -> bytes:
        """Encrypt under the newest key."""
        return self._seals[-1][1].close(place, content)

    def open(self, place: bytes, sealed: bytes) -> Any:
        """Decrypt what was closed under a key that is still there. Raises Unreadable."""
        for _name, seal in reversed(self._seals):
            with suppress(Unreadable):
                return seal.open(place, sealed)
        raise Unreadable

    async def renew(self) -> None:
        """Take a new key and destroy the old ones; to be called while no parcel waits."""
        old = [name for name, _seal in self._seals]
        name = f"outbox:{int(old[-1].removeprefix('outbox:')) + 1:08}"
        self._seals = [(name, await self._seal(name))]
        await self._keys.destroy(old)

    async def _seal(self, name: str) -> Seal:
        return Seal(names.derive_key(await self._keys.make(name), "outbox"), self._chance)


class Vault:
    """The keys of an installation: those derived from the master key, and those in the keys' own store."""

    def __init__(self, master: bytes, keys: KeyStore, chance: Chance) -> None:
        self._keys = keys
        self._chance = chance
        self._sessions: OrderedDict[str, SessionVault] = OrderedDict()
        self.finder = names.derive_key(master, "finder")
        self.staff = Seal(names.derive_key(master, "staff"), chance)
        self.whereabouts = Seal(names.derive_key(master, "whereabouts"), chance)
        self._outbox = OutboxSeal(keys, chance)

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
        """The sessions whose keys are there."""
        return [name.removeprefix("session:") for name in await self._keys.names("session:")]

    async def intake(self, session: str) -> tuple[str, Seal]:
        """The seal of the questions that wait to be mixed, with the name of its short-lived key."""
        waiting = await self._keys.names(f"intake:{session}:")
        name = max(waiting, default=f"intake:{session}:{self._chance.letters('abcdefgh', 8)}")
        return name, Seal(names.derive_key(await self._keys.make(name), "intake"), self._chance)

    async def open_intake(self, name: str) -> Seal:
        """The seal of an earlier intake key. Raises Unreadable when it was destroyed."""
        key = await self._keys.get(name)
        if key is None:
            raise Unreadable
        return Seal(names.derive_key(key, "intake"), self._chance)

    async def destroy_intake(self, session: str) -> None:
        """Destroy the intake keys of a session, once everything under them has been mixed."""
        await self._keys.destroy(await self._keys.names(f"intake:{session}:"))

    async def destroy_session(self, session: str) -> None:
        """Destroy a session's key and what is left of its intake keys: nobody can say any more who took part."""
        self._sessions.pop(session, None)
        intake = await self._keys.names(f"intake:{session}:")
        await self._keys.destroy([_session_name(session), *intake])

    def _remember(self, session: str, key: bytes) -> SessionVault:
        vault = self._sessions[session] = SessionVault(key, self._chance)
        if len(self._sessions) > _CACHED_SESSIONS:
            self._sessions.popitem(last=False)
        return vault


def _session_name(session: str) -> str:
    return f"session:{session}"
