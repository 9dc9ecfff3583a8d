"""Cursors of subscriptions in the tests' databases, which all have one key."""

from api.live.cursors import Cursors
from models.installation import Installation

INSTALLATION = Installation(bytes(range(32)), 0)
CURSORS = Cursors(INSTALLATION)

encode_cursor = CURSORS.encode
decode_cursor = CURSORS.decode
