"""Asking the API of this machine whether it is ready."""

import urllib.request
from http.client import HTTPException

ANSWER_SECONDS = 2.0

# Nobody's proxy knows what is at an address of this machine, whatever the environment says.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def is_ready(url: str) -> bool:
    """Whether the API at the URL answers `/readyz` with 200, within ANSWER_SECONDS."""
    try:
        with _direct.open(f"{url}/readyz", timeout=ANSWER_SECONDS):
            return True
    except (OSError, HTTPException):
        return False
