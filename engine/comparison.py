"""What was decided or computed beside what the facts give now. Nothing is written, and nobody waits."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date

import asyncpg

from engine.answers import gather_partners, narrowed_statement
from engine.assessment import AssessedPartner, assess_part
from engine.gather import clients_of
from engine.outcomes import Decided, Outcome, outcome_of, read_decisions, tell
from engine.snapshots import snapshot_of
from models.rulebook import Rulebook
from models.statements import statement
from tiers.basis import Basis
from tiers.deciding import expect_decidable
from tiers.editions.digest import digest_edition
from tiers.periods import decision_day, effective_day

Read = Callable[[asyncpg.Connection, Sequence[int]], Awaitable[Mapping[int, Decided]]]
"""Reads what is there of partners, by their rows' ids."""

OnProgress = Callable[[int], None]
"""Is told how many partners were compared so far."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A partner of which something else is there than what its facts give: None where there is nothing.

    `id` is that of its row, `partner` its external id. `same_inputs` says whether the decision rests on just the facts
    that are known now; None where that is not known, which it never is of standings.
    """

    id: int
    partner: str
    decided: Decided | None
    computed: Outcome | None
    same_inputs: bool | None


async def verify_month(connection: asyncpg.Connection, rules: Rulebook, month: date) -> list[str]:
    """A line for each partner whose latest decision of the month is not what the facts give now; none when all are.

    Looks at one snapshot, also at events that no run has taken in yet. Only making and dropping months of activity
    wait. Raises NoEditionInForce, NotDecidable, ActivityDropped.
    """
    day = decision_day(month)
    edition = rules.in_force(day)
    expect_decidable(edition)
    digest = digest_edition(edition)
    async with snapshot_of(connection, edition, day) as basis:
        lines = [(one.partner, _line(one, digest)) async for one in find_other_decisions(connection, basis)]
    return [line for _, line in sorted(lines)]


def find_other_decisions(
    connection: asyncpg.Connection,
    basis: Basis,
    partners: Collection[int] | None = None,
    on_progress: OnProgress = lambda _: None,
) -> AsyncGenerator[Difference]:
    """What tells the latest decisions as of the basis's day from what the facts give, in a snapshot."""

    async def read(connection: asyncpg.Connection, ids: Sequence[int]) -> Mapping[int, Decided]:
        return await read_decisions(connection, basis.edition.program, effective_day(basis.as_of), ids)

    return compare(connection, basis, partners, read, on_progress)


async def compare(
    connection: asyncpg.Connection,
    basis: Basis,
    partners: Collection[int] | None,
    read: Read,
    on_progress: OnProgress = lambda _: None,
    outcome_of: Callable[[Basis, AssessedPartner], Outcome] = outcome_of,
) -> AsyncGenerator[Difference]:
    """What tells that which is there from what the facts give, in a snapshot: for those partners, or for all."""
    done = 0
    async with aclosing(gather_partners(connection, basis, partners)) as parts:
        async for part in parts:
            there = await read(connection, [partner.id for partner in part.partners])
            differing = [
                one
                for one in assess_part(part)
                if (decided := there.get(one.gathered.id)) is None or decided.outcome != outcome_of(basis, one)
            ]
            known = {id_: decided.inputs_digest for id_, decided in there.items() if decided.inputs_digest is not None}
            digests = await _digest_inputs(connection, basis, [one for one in differing if one.gathered.id in known])
            for one in differing:
                decided, digest = there.get(one.gathered.id), digests.get(one.gathered.id)
                same = None if digest is None else digest == known[one.gathered.id]
                yield Difference(one.gathered.id, one.gathered.external_id, decided, outcome_of(basis, one), same)
            done += len(part.partners)
            on_progress(done)
    only = None if partners is None else list(partners)
    not_joined = await connection.fetch(statement("engine/not_joined"), basis.as_of, only)
    late = {row["id"]: row["external_id"] for row in not_joined}
    for partner, decided in (await read(connection, list(late))).items():
        yield Difference(partner, late[partner], decided, None, None)


async def _digest_inputs(
    connection: asyncpg.Connection, basis: Basis, partners: Sequence[AssessedPartner]
) -> Mapping[int, str]:
    """The digests of what decisions of the partners would rest on."""
    if not partners:
        return {}
    gathered = [one.gathered for one in partners]
    text, values = await narrowed_statement(connection, basis, clients_of(gathered), [one.id for one in gathered])
    digest = statement("engine/digest_inputs").format(gathered=f"(\n{text}\n)", narrowed="")
    return {row["partner_id"]: row["inputs_digest"] for row in await connection.fetch(digest, *values)}


def _line(difference: Difference, edition_digest: str) -> str:
    partner, decided, computed = difference.partner, difference.decided, difference.computed
    if decided is None:
        assert computed is not None
        return f"{partner}: has no decision; would be decided {tell(computed)}"
    was = tell(decided.outcome)
    if computed is None:
        return f"{partner}: was decided {was}; by now it had not joined on the day that was decided on"
    if decided.edition_digest not in {None, edition_digest}:
        cause = "the edition says something else since"
    elif difference.same_inputs:
        cause = "from the same facts"
    else:
        cause = "other facts are known since"
    would = tell(computed)
    if was == would:
        return f"{partner}: was decided {was}; the same by other credits or labels now ({cause})"
    return f"{partner}: was decided {was}; would be {would} now ({cause})"
