import os
import subprocess
from pathlib import Path

import pytest

from ops.embedded.account import let_through, server_account

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")

NOBODY = 65534
FRIEND = 54321


def can(command: list[str], uid: int) -> bool:
    return subprocess.run(command, check=False, capture_output=True, user=uid, extra_groups=[]).returncode == 0


def test_a_closed_directory_opens_for_the_account_alone_and_only_to_pass(tmp_path: Path) -> None:
    account = server_account()
    assert account is not None
    closed = tmp_path / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    closed.chmod(0o700)
    let_through(account.pw_uid, inner)
    look, browse = ["test", "-d", str(inner)], ["ls", str(closed)]
    assert can(look, account.pw_uid)
    assert not can(browse, account.pw_uid)
    assert not can(look, NOBODY)


def test_rights_that_others_were_given_stay(tmp_path: Path) -> None:
    account = server_account()
    assert account is not None
    closed = tmp_path / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    closed.chmod(0o700)
    let_through(FRIEND, inner)
    let_through(account.pw_uid, inner)
    assert can(["test", "-d", str(inner)], FRIEND)
    assert can(["test", "-d", str(inner)], account.pw_uid)
