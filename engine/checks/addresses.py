"""What people are compared by, made once more from what was loaded: only Python knows these forms."""

import asyncpg

from engine.checks.check import EXAMPLES, Found, Progress, Sample
from intake.domains import AddressError, DomainError, address_key, domain_key
from models.rulebook import Rulebook
from models.statements import statement

_AT_ONCE = 1000


async def find_other_addresses(connection: asyncpg.Connection, _: Rulebook, __: Sample, ___: Progress) -> Found:
    """The employees and partners whose stored forms are others than those that a load would give them."""
    total, examples = 0, list[str]()
    for name, stored, holds in (
        ("employee", "engine/employee_addresses", _is_employee),
        ("partner", "engine/partner_domains", _is_partner),
    ):
        async for row in connection.cursor(statement(stored), prefetch=_AT_ONCE):
            if not holds(row):
                total += 1
                if len(examples) < EXAMPLES:
                    examples.append(f"{name} {row['external_id']}: is compared by another form than a load gives it")
    return Found(total, tuple(examples))


def _is_employee(row: asyncpg.Record) -> bool:
    try:
        key = address_key(row["email"])
    except AddressError:  # loaded before such addresses were refused, and kept as it was
        return True
    return (row["address"], row["email_domain"]) == (key, key.rpartition("@")[2])


def _is_partner(row: asyncpg.Record) -> bool:
    try:
        return {domain_key(domain) for domain in row["domains"]} == set(row["domain_keys"])
    except DomainError:
        return False
