"""What keeps an edition from being changed as the others are, or because others change something at the same time."""

from collections.abc import Sequence

import asyncpg

from jobs.refusals import RefusalCode
from jobs.requests import Refusal
from models.enums import EditionStatus
from models.locks import Lock, lock_soon
from models.programs import Edition as EditionRow
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition


async def wait_for_editions(connection: asyncpg.Connection) -> list[Refusal]:
    """Takes the lock of editions, which nobody has for long, until the transaction ends; or says who has it."""
    if await lock_soon(connection, Lock.EDITIONS):
        return []
    message = "another edition is just being drafted, published or withdrawn: try again in a moment"
    return [Refusal(RefusalCode.BUSY, message, ())]


async def wait_for_loads(connection: asyncpg.Connection, edition: Edition) -> list[Refusal]:
    """Has no facts be loaded until the transaction ends; or says that some are."""
    if await lock_soon(connection, Lock.FACTS, shared=True):
        return []
    message = (
        f"{edition.program} {edition.key}: facts are being loaded, and an edition is published before or after them, as"
        " a report may come with them whose currencies it has to convert: try again when that load has ended"
    )
    return [Refusal(RefusalCode.BUSY, message, ())]


def refuse_absent(program: str, key: str) -> list[Refusal]:
    """There is no such edition, published or drafted."""
    message = f"there is no edition {key} of program {program}: it was never drafted, or has been withdrawn"
    return [Refusal(RefusalCode.EDITION_NOT_FOUND, message, ("key",))]


def refuse_program(edition: Edition, rows: Sequence[EditionRow]) -> list[Refusal]:
    """An installation decides by one program so far: that of the editions which it has."""
    programs = {row.program for row in rows if row.status is EditionStatus.PUBLISHED}
    if not programs or edition.program in programs:
        return []
    found = ", ".join(sorted(programs))
    message = (
        f"{edition.program} {edition.key}: program: this installation decides by program {found}, and by one only: for"
        " another one begin a new installation with TIERLINE_EDITIONS, a directory of its editions"
    )
    return [Refusal(RefusalCode.OTHER_PROGRAM, message, ("text",))]


def refuse_key(edition: Edition, rows: Sequence[EditionRow]) -> list[Refusal]:
    """Another content is published under the edition's key."""
    own, digest = (edition.program, edition.key), digest_edition(edition)
    published = [row for row in rows if row.status is EditionStatus.PUBLISHED and (row.program, row.key) == own]
    message = f"{edition.program} {edition.key}: key: is published with other content: give this one a key of its own"
    return [Refusal(RefusalCode.KEY_IN_USE, message, ("text",)) for row in published if row.digest != digest]
