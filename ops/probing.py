"""Asking the API of this machine whether it is ready."""

import json
import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError

ANSWER_SECONDS = 2.0
LONGEST_ANSWER = 4_096

# Nobody's proxy knows what is at an address of this machine, whatever the environment says.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def is_ready(url: str) -> bool:
    """Whether the API at the URL answers `/readyz` with 200, within ANSWER_SECONDS."""
    return find_lack(url) is None


def find_lack(url: str) -> str | None:
    """What the API at the URL says that it lacks, in a few words; None if it is ready."""
    try:
        with _direct.open(f"{url}/readyz", timeout=ANSWER_SECONDS):
            return None
    except HTTPError as refusal:
        with refusal:
            return _reason(refusal.read(LONGEST_ANSWER)) or f"answers {refusal.code}"
    except (OSError, HTTPException):
        return "does not answer"


def _reason(answer: bytes) -> str | None:
    try:
        reason = json.loads(answer)["reason"]
    except (ValueError, LookupError, TypeError):
        return None
    return reason if isinstance(reason, str) else None
