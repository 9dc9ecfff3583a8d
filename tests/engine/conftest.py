"""The engine is tried with the jobs of workers beside it."""

from tests.workers.conftest import rules, runner

__all__ = ["rules", "runner"]
