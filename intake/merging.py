"""Staged rows into the tables of facts, each type after those that it comes after."""

from collections.abc import Callable, Sequence
from enum import Enum, auto

from intake.record_type import Kind, Load
from intake.steps import merge_last, reject_unknown
from models.locks import Lock, lock
from models.statements import statement

_ANALYZE_FROM = 10_000  # rows at once that the planner should hear of before the server gets round to it


class Act(Enum):
    """What is done with the staged lines of a type or, to give addresses their actors, with those of all types."""

    JUDGE = auto()
    INTERN = auto()
    MERGE = auto()


Step = tuple[Act, Kind | None]
INTERN: Step = (Act.INTERN, None)


def plan(kinds: Sequence[Kind]) -> list[Step]:
    """What is done one after the other: the types in their order, but each after those that it comes after."""
    steps: list[Step] = []

    def add(step: Step) -> None:
        if step not in steps:
            for before in _find_before(step, kinds):
                add(before)
            steps.append(step)

    for kind in kinds:
        add((Act.MERGE, kind))
    return steps


def _find_before(step: Step, kinds: Sequence[Kind]) -> list[Step]:
    """What has to be done before: no rejected line leaves anything, and all addresses are interned by one statement."""
    act, kind = step
    if kind is None:
        return [(Act.JUDGE, one) for one in kinds if one.address is not None]
    if act is Act.JUDGE:
        return [(Act.MERGE, one) for one in kinds if one in kind.after]
    return [(Act.JUDGE, kind), *([INTERN] if kind.address is not None else [])]


class Merge:
    """One load's merge, in the transaction of its staging. Lines rejected on the way leave the staging tables."""

    def __init__(self, load: Load, staged: Sequence[Kind]) -> None:
        self._load = load
        self._staged = staged
        self._accepted = 0

    async def run(self, on_type: Callable[[str], None]) -> int:
        """Merges everything, telling `on_type` where it is, and returns how many lines changed something."""
        if not self._load.supposed:
            await self._take_turn()
        current: Kind | None = None
        for act, of in plan(self._staged):
            if of is None:
                await self._intern_actors()
                continue
            if of is not current:
                on_type(of.name)
                current = of
            await (self._judge(of) if act is Act.JUDGE else self._merge(of))
        return self._accepted

    async def _take_turn(self) -> None:
        for kind in self._staged:
            if kind.prepare is not None:
                await kind.prepare(kind, self._load)
        if any(kind.takes_turns for kind in self._staged):
            await lock(self._load.connection, Lock.FACTS)

    async def _judge(self, kind: Kind) -> None:
        await (kind.judge or reject_unknown)(kind, self._load)

    async def _intern_actors(self) -> None:
        addresses = [f"SELECT DISTINCT {kind.address} FROM {kind.staging}" for kind in self._staged if kind.address]
        text = statement("intake/intern_actors").format(staged=" UNION ".join(addresses))
        await self._load.connection.execute(text)

    async def _merge(self, kind: Kind) -> None:
        rows = await (kind.merge or merge_last)(kind, self._load)
        self._accepted += rows
        if rows >= _ANALYZE_FROM:
            await self._load.connection.execute("SELECT analyze_table($1)", kind.table)
