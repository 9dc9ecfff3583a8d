"""What loads do with the staged lines of a type, whichever it is."""

from collections.abc import Sequence
from functools import cache

from intake.record_type import Kind, Load
from intake.rejections import Rejection
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
    columns = [[getattr(one, name) for one in rejections] for name in ("number", "field", "reason")]
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
    entities = {reference.field: reference.to.table for reference in kind.references}
    columns: dict[str, str] = {}  # the table's, by the staged ones
    values: dict[str, str] = {}
    joins: list[str] = []
    for name in kind.columns:
        if name in entities:
            columns[name], values[name] = f"{name}_id", f"{name}.id"
            joins.append(f"LEFT JOIN {entities[name]} AS {name} ON {name}.external_id = staged.{name}")
        elif name == kind.address:
            columns[name], values[name] = "actor_id", "actor.id"
            joins.append(f"JOIN actor ON actor.address = staged.{name}")
        else:
            columns[name], values[name] = "external_id" if name == "id" else name, f"staged.{name}"
    changing = [column for name, column in columns.items() if name not in kind.key]
    by_bytes = {name for name, type_ in kind.columns.items() if type_ == "text" and name not in entities}
    return statement("intake/merge").format(
        table=kind.table,
        staging=kind.staging,
        columns=", ".join(columns.values()),
        values=", ".join(values.values()),
        joins=" ".join(joins),
        key=", ".join(columns[name] for name in kind.key),
        order=", ".join(f'{values[name]} COLLATE "C"' if name in by_bytes else values[name] for name in kind.key),
        changes=", ".join(f"{column} = excluded.{column}" for column in changing),
        existing=", ".join(f"existing.{column}" for column in changing),
        given=", ".join(f"excluded.{column}" for column in changing),
        returned=", ".join(["id", *(columns[name] for name in entities)]),
        marks="" if kind.marks is None else f", marked AS ({kind.marks})",
    )
