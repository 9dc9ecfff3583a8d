"""Cursors of subscriptions: the number of an event, sealed with the installation's key.

Numbers are of all events of an installation, so whoever could read one would know how much happens to others. The seal
is deterministic authenticated encryption as SIV has it (RFC 5297): a keyed digest of the salt and the number both shows
that the cursor was made here, and hides the number."""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import blake2b

from api.execution.errors import BadInput
from models.installation import Installation

VERSION = b"\1"
SALT = 8
NO_SALT = bytes(SALT)
TAG = 12
NUMBER = 8
LENGTH = len(VERSION) + SALT + TAG + NUMBER
PLAIN = re.compile(rb"event:(\d{1,18})")

MALFORMED = "after: not a cursor of a subscription; use the `cursor` of an event as it was received"


@dataclass(frozen=True, slots=True)
class Cursors:
    """The cursors of one installation: any of its processes reads them, whatever becomes of tokens."""

    installation: Installation

    def encode(self, seq: int, *, salted: bool = False) -> str:
        """The place just after an event; 0 is before the first. `salted` gives another text each time."""
        salt = secrets.token_bytes(SALT) if salted else NO_SALT
        tag = self._digest(b"tag", salt + seq.to_bytes(NUMBER), TAG)
        return written(VERSION + salt + tag + self._mask(tag, seq).to_bytes(NUMBER))

    def decode(self, text: str) -> int:
        """The number of the event; raises BadInput for a text that is no cursor of this installation."""
        try:
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            raise BadInput(MALFORMED) from None
        plain = PLAIN.fullmatch(sealed)
        if (
            plain is not None
            and int(plain[1]) <= self.installation.plain_cursors
            and text == plain_cursor(int(plain[1]))
        ):
            return int(plain[1])
        if len(sealed) == LENGTH and sealed[:1] == VERSION and written(sealed) == text:
            salt, tag = sealed[1 : 1 + SALT], sealed[1 + SALT : -NUMBER]
            seq = self._mask(tag, int.from_bytes(sealed[-NUMBER:]))
            if hmac.compare_digest(self._digest(b"tag", salt + seq.to_bytes(NUMBER), TAG), tag):
                return seq
        raise BadInput(MALFORMED)

    def _mask(self, tag: bytes, number: int) -> int:
        return number ^ int.from_bytes(self._digest(b"mask", tag, NUMBER))

    def _digest(self, purpose: bytes, text: bytes, size: int) -> bytes:
        return blake2b(text, key=self.installation.key, person=purpose, digest_size=size).digest()


def written(sealed: bytes) -> str:
    """Bytes as the text that a caller gets."""
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def plain_cursor(seq: int) -> str:
    """A cursor as versions before wrote it."""
    return base64.urlsafe_b64encode(f"event:{seq}".encode()).decode()
