"""The whole API on a database of the test's own, as in tests/api."""

from tests.api.conftest import announce, api

__all__ = ["announce", "api"]
