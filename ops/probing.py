"""Asking the API of this machine whether it is ready."""

import json
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

ANSWER_SECONDS = 2.0
LONGEST_ANSWER = 4_096


def is_ready(url: str) -> bool:
    """Whether the API at the URL answers `/readyz` with 200, within ANSWER_SECONDS."""
    return find_lack(url) is None


def find_lack(url: str) -> str | None:
    """What the API at the URL says that it lacks, in a few words; None if it is ready."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    try:
        # No proxy is asked: none knows what is at an address of this machine, whatever the environment says.
        with closing(HTTPConnection(parts.hostname, parts.port, timeout=ANSWER_SECONDS)) as connection:
            connection.request("GET", f"{parts.path}/readyz")
            answer = connection.getresponse()
            if answer.status == HTTPStatus.OK:
                return None
            return _reason(answer.read(LONGEST_ANSWER)) or f"answers {answer.status}"
    except (OSError, HTTPException):
        return "does not answer"


def _reason(answer: bytes) -> str | None:
    try:
        reason = json.loads(answer)["reason"]
    except (ValueError, LookupError, TypeError):
        return None
    return reason if isinstance(reason, str) else None
