"""What loads do with the staged lines of a type, whichever it is."""

from collections.abc import Sequence
from functools import cache

from intake.record_type import Kind, Load
from intake.rejections import Rejection, names_of
from models.rights import quoted
from models.statements import statement

# Whether a line is of a report, and of which.
_OF_REPORT = "true AS of_report, period, revision"
_OF_NO_REPORT = "false AS of_report, NULL::date AS period, NULL::integer AS revision"


async def reject_unknown(kind: Kind, load: Load) -> None:
    """Rejects the lines that refer to what the database does not have."""
    of_report = _OF_REPORT if kind.of_report else _OF_NO_REPORT
    for reference in kind.references:
        text = statement("intake/reject_unknown").format(
            staging=kind.staging, field=reference.field, entity=reference.to.table, of_report=of_report
        )
        await load.connection.execute(text)


async def reject_staged(kind: Kind, load: Load, rejections: Sequence[Rejection]) -> None:
    """Moves lines to the rejected ones."""
    columns = [[getattr(one, name) for one in rejections] for name in names_of(Rejection)]
    await load.connection.execute(statement("intake/reject_judged").format(staging=kind.staging), *columns)


async def judge_closed(kind: Kind, load: Load) -> None:
    """Has the lines of closed revisions judged by what is there, or passed over whatever they say."""
    passing = statement("intake/pass_over_closed").format(staging=kind.staging)
    await load.connection.execute(passing if load.terms.discreet else statement(f"intake/reject_closed_{kind.name}"))


async def merge_last(kind: Kind, load: Load) -> int:
    """Writes the last line of each key to the type's table; gives how many changed something."""
    written: int = await load.connection.fetchval(merge_statement(kind))
    return written


@cache
def merge_statement(kind: Kind) -> str:
    """The statement that writes the staged lines of a type to its table."""
    values = {name: value_of(kind, name) for name in kind.columns}
    references = {reference.field for reference in kind.references}
    by_bytes = {name for name, type_ in kind.columns.items() if type_ == "text" and name not in references}
    changing = [kind.column(name) for name in values if name not in kind.key]
    return statement("intake/merge").format(
        table=kind.table,
        staging=kind.staging,
        columns=", ".join(quoted(kind.column(name)) for name in values),
        values=", ".join(values.values()),
        joins=joins_of(kind),
        key=", ".join(quoted(kind.column(name)) for name in kind.key),
        order=", ".join(f'{values[name]} COLLATE "C"' if name in by_bytes else values[name] for name in kind.key),
        or_else=_update(changing) if changing else "NOTHING",
        returned=returned_by(kind),
        marks=marks_of(kind),
    )


def value_of(kind: Kind, name: str) -> str:
    """What a column of a `staged` line is in the type's table, once it is joined with `joins_of`."""
    if any(reference.field == name for reference in kind.references):
        return f"{name}.id"
    return "actor.id" if name == kind.address else f"staged.{name}"


def joins_of(kind: Kind) -> str:
    """The joins of `staged` lines with what they refer to, and with their actors."""
    joins = [f"LEFT JOIN {one.to.table} AS {one.field} ON {one.field}.external_id = staged.{one.field}"
             for one in kind.references]  # fmt: skip
    if kind.address is not None:
        joins.append(f"JOIN actor ON actor.address = staged.{kind.address}")
    return " ".join(joins)


def returned_by(kind: Kind) -> str:
    """The columns of `existing` that the marks of a type may ask for."""
    return ", ".join(f"existing.{column}" for column in ["id", *(kind.column(one.field) for one in kind.references)])


def marks_of(kind: Kind) -> str:
    """What follows `written` in a statement, so that the next run looks at it."""
    return "".join(f", marked_{number} AS ({mark})" for number, mark in enumerate(kind.marks))


def _update(columns: Sequence[str]) -> str:
    """What is done with a row whose key is there: it is changed where it says something else."""
    changes = ", ".join(f"{quoted(column)} = excluded.{column}" for column in columns)
    existing, given = (", ".join(f"{row}.{column}" for column in columns) for row in ("existing", "excluded"))
    return f"UPDATE SET {changes} WHERE ({existing}) IS DISTINCT FROM ({given})"
