"""PostgreSQL refuses to run as root: the account that it gets instead, and its way to the files."""

import os
import pwd
import stat
import struct
import subprocess
from pathlib import Path

from ops.errors import UsageError

ACCOUNT = "tierline_postgres"
ACL = "system.posix_acl_access"
ACL_VERSION = 2
USER_OBJ, USER, GROUP_OBJ, MASK, OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
NO_ID = 0xFFFFFFFF
SEARCH = 1


def server_account() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as: None for an ordinary user (who runs it as himself), a system account for root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--user-group", "--shell", "/bin/false", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError:
        raise UsageError(
            "PostgreSQL does not run as root and `useradd` is missing: run tierline as another user"
        ) from None
    except subprocess.CalledProcessError as error:
        raise UsageError(
            f"PostgreSQL does not run as root and its account could not be made ({error.stderr.strip()}): "
            "run tierline as another user"
        ) from None
    return pwd.getpwnam(ACCOUNT)


def let_through(uid: int, path: Path) -> None:
    """Lets an account, and nobody else, pass the directories above `path` that are closed to it.

    Widening their permissions for everybody would open a home such as /root; an access control list need not."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if mode & stat.S_IXOTH or parent.stat().st_uid == uid:
            continue
        try:
            os.setxattr(parent, ACL, _with_search(_entries(parent), uid))
        except (OSError, AttributeError):
            raise UsageError(
                f"PostgreSQL does not run as root, and its account {ACCOUNT} may not enter {parent}: "
                "run tierline as another user, or work below a directory that all may enter, such as /srv"
            ) from None


def _entries(path: Path) -> dict[tuple[int, int], int]:
    """The access control list as {(tag, id): permissions}; made of the mode where there is none."""
    if ACL in os.listxattr(path):
        packed = os.getxattr(path, ACL)[4:]
        return {(tag, owner): permissions for tag, permissions, owner in struct.iter_unpack("<HHI", packed)}
    mode = path.stat().st_mode
    return {(USER_OBJ, NO_ID): mode >> 6 & 7, (GROUP_OBJ, NO_ID): mode >> 3 & 7, (OTHER, NO_ID): mode & 7}


def _with_search(entries: dict[tuple[int, int], int], uid: int) -> bytes:
    mask = entries.get((MASK, NO_ID), entries[GROUP_OBJ, NO_ID])
    entries[USER, uid] = entries.get((USER, uid), 0) | SEARCH
    entries[MASK, NO_ID] = mask | SEARCH
    body = b"".join(struct.pack("<HHI", tag, entries[tag, owner], owner) for tag, owner in sorted(entries))
    return struct.pack("<I", ACL_VERSION) + body
