"""Search: which rows a text finds, in which order, and how they are found among many.

What a text finds never depends on how it is looked for. Partners are few, and so are the clients of one of them: each
of these is looked at. Of all clients, those that a rare text finds come from an index of trigrams. A text that is in
many of them is soon met again in the order of the list, so rows are looked at in that order until there are enough."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from api.auth.context import Info
from api.auth.scope import only_partner
from api.reading.cursors import INTEGER
from api.reading.filters import plain
from api.reading.listings import Bound, Condition, Key, Near, Order, beside, by_name, towards
from api.reading.sql import Sql, both, in_brackets
from intake.domains import AddressError, DomainError, address_key, domain_key
from models.database import acquire
from models.statements import statement

OFTEN = 0.01  # of all rows: to sort so many takes as long as to look at rows in order until a page is full
_INDEXED = re.compile("[0-9A-Za-z]{3}")  # what has a trigram in every database, whatever its language
_NAME = "search"

_TEXT = '(SELECT folded({}::text) COLLATE "C")'
_PATTERN = r"""(SELECT '%' || regexp_replace(folded({}::text), '([\\%_])', '\\\1', 'g') || '%' COLLATE "C")"""
_HAS = f"(strpos(this.name_key, {_TEXT}) > 0 OR strpos(folded(this.external_id), {_TEXT}) > 0)"
_LIKE = f"(this.name_key LIKE {_PATTERN} OR folded(this.external_id) LIKE {_PATTERN})"
_BEGINS = f"(this.name_key >= {_TEXT} AND this.name_key < {_TEXT} || U&'\\+10FFFF')"  # there is no greater character
_IS_CALLED = "this.external_id = ANY ({}::text[])"
_HAS_ADDRESS = (
    "EXISTS (SELECT FROM employee e JOIN actor a ON a.id = e.actor_id"
    " WHERE a.address = {}::text AND e.partner_id = this.id)"
)
_HAS_DOMAIN = "this.domain_keys @> ARRAY[{}::text]"
_BY_NAME = Order("NAME", by_name("this"))


@dataclass(frozen=True, slots=True)
class Found:
    """What a search comes to; nothing where nothing is searched for.

    `text` is what is searched for, `conditions` are what rows fulfil, `order` is theirs unless another is asked for,
    and `near` finds those of a page in it where the conditions alone would take too long."""

    text: str | None = None
    conditions: tuple[Condition, ...] = ()
    order: Order | None = None
    near: Near | None = None


ALL = Found()


def partners_found(text: str | None) -> Found:
    """Partners that have the text in their name or external id, or whose domain it is, or an employee's address.

    All for a text of blanks alone; raises BadInput for one that no row can have."""
    text = _read(text)
    if text is None:
        return ALL
    named = [_is_called(text)]
    with suppress(AddressError):
        named.append(Sql(_HAS_ADDRESS, (address_key(text),)))
    with suppress(DomainError):
        named.append(Sql(_HAS_DOMAIN, (domain_key(text.removeprefix("@")),)))
    return Found(text, (Condition(_any([_has(text), *named[1:]])),), _by_relevance(_any(named), _begins(text)))


async def clients_found(info: Info, text: str | None) -> Found:
    """Clients that have the text in their name or external id; see partners_found."""
    text = _read(text)
    if text is None:
        return ALL
    order = _by_relevance(_is_called(text), _begins(text))
    each = Condition(_has(text))
    if only_partner(info) is not None:  # neither what others have nor how much of it there is may be felt
        return Found(text, (each,), order)
    is_often, is_often_inside = await how_often(info, text)
    if not is_often:
        return Found(text, (Condition(few(text)),), order)
    return Found(text, (each,), order, InOrder(text, rarely_inside=not is_often_inside))


async def how_often(info: Info, text: str) -> tuple[bool, bool]:
    """Whether many of all clients have the text, and whether many have it elsewhere than where their names begin."""
    async with info.context.work.turn(), acquire() as connection:
        sample = await connection.fetchrow(statement("api/search_sample"), text)
    assert sample is not None
    enough = max(OFTEN * sample["rows"], 1)
    return sample["found"] >= enough, sample["inside"] >= enough


@dataclass(frozen=True, slots=True)
class InOrder:
    """Clients with a text that many have: stretch after stretch, until there are enough.

    `rarely_inside`: most have it at the beginning of their names."""

    text: str
    rarely_inside: bool

    def near(self, conditions: Sequence[Condition], bounds: Sequence[Bound], most: int, *, backward: bool) -> Sql:
        """What follows FROM for the first `most` rows within the bounds, or the last ones."""
        asked = [one.sql for one in conditions if one.sql != _has(self.text)]
        named, begins = _is_called(self.text), _begins(self.text)
        inside = _those(_has(self.text) + Sql("AND NOT") + begins) if self.rarely_inside else _has(self.text)
        unnamed = Sql("NOT") + named
        stretches = list(enumerate(([named], [begins, unnamed], [inside, unnamed, Sql("NOT") + begins])))
        parts: list[Sql] = []
        for place, own in reversed(stretches) if backward else stretches:
            within = _within(place, bounds)
            if within is not None:
                lacking = " + ".join(["0", *(f"(SELECT count(*) FROM stretch_{one})" for one in range(len(parts)))])
                where = both([Sql(f"{lacking} < {most}"), *own, *asked, *within])
                rows = Sql("SELECT this.* FROM client this WHERE") + where + Sql(towards(_BY_NAME, backward=backward))
                parts.append(Sql(f"stretch_{len(parts)} AS MATERIALIZED") + in_brackets(rows + Sql(f"LIMIT {most}")))
        if not parts:
            return Sql("(SELECT this.* FROM client this WHERE false) this")
        made = Sql(", ".join(one.text for one in parts), tuple(value for one in parts for value in one.values))
        together = " UNION ALL ".join(f"SELECT * FROM stretch_{one}" for one in range(len(parts)))
        return in_brackets(Sql("WITH") + made + Sql(together)) + Sql("this")


def _read(text: str | None) -> str | None:
    """The text without the blanks around it; None for one that has nothing else."""
    return plain(_NAME, text.strip()) or None if text is not None else None


def _by_relevance(named: Sql, begins: Sql) -> Order:
    """Rows that the text names come first, those whose names begin with it next; by name within each stretch."""
    stretch = Sql("(CASE WHEN") + named + Sql("THEN 0 WHEN") + begins + Sql("THEN 1 ELSE 2 END)::bigint")
    return Order("RELEVANCE", (Key(stretch, INTEGER), *_BY_NAME.keys))


def _is_called(text: str) -> Sql:
    """That the external id is the text, as given or in small or capital letters: all three are in the index of ids."""
    return Sql(_IS_CALLED, (sorted({text, text.lower(), text.upper()}),))


def _begins(text: str) -> Sql:
    return Sql(_BEGINS, (text,) * 2)


def _has(text: str) -> Sql:
    return Sql(_HAS, (text,) * 2)


def few(text: str) -> Sql:
    """The same, of clients that are few; a text that has no trigram is in no index, so all are looked at."""
    return _those(Sql(_LIKE, (text,) * 2) if _INDEXED.search(text) else _has(text))


def _those(condition: Sql) -> Sql:
    """That a client is one of those, which are found first, whatever else is asked."""
    ids = Sql("SELECT this.id FROM client this WHERE") + condition
    return Sql(f"this.id = ANY (ARRAY({ids.text}))", ids.values)


def _any(conditions: Sequence[Sql]) -> Sql:
    """That one of them holds."""
    text = " OR ".join(one.text for one in conditions)
    return Sql(f"({text})", tuple(value for one in conditions for value in one.values))


def _within(place: int, bounds: Sequence[Bound]) -> list[Sql] | None:
    """The conditions that bounds set to rows of a stretch; None where they leave none of them."""
    found: list[Sql] = []
    for bound in bounds:
        at, *names = bound.position
        if place == at:
            found.append(beside(_BY_NAME, bound.comparison, tuple(names)))
        elif (place > at) is not bound.comparison.startswith(">"):
            return None
    return found
