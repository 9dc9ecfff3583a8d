from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

# In the order in which rows are looked for: a partner's, by day. The program comes last, as it does not narrow them down.
KEYS = {
    "Standing": ("standing_key", ("partner_id", "as_of")),
    "TierDecision": ("tier_decision_key", ("partner_id", "effective_on", "revision")),
    "ClientCredit": ("client_credit_key", ("partner_id", "client_id")),
}
TABLES = ("standing", "tier_decision", "client_credit", "computed_day", "recompute_run")
DAYS = """
ALTER TABLE computed_day DROP CONSTRAINT computed_day_pkey;
ALTER TABLE computed_day ADD CONSTRAINT computed_day_pkey PRIMARY KEY ({key})
"""
# An installation has gone by one program, which is that of its editions, and by the shipped one before it had any.
OWN = """
UPDATE {table} SET program = own.program
FROM (SELECT min(program) AS program FROM edition WHERE status = 'PUBLISHED') AS own
WHERE own.program <> 'agency'
"""


def _of_program(model: str) -> ops.AddField:
    return ops.AddField(model_name=model, name="program", field=fields.CharField(max_length=64, db_default="agency"))


def _key(model: str, name: str, columns: tuple[str, ...]) -> list[ops.Operation]:
    return [
        ops.RemoveConstraint(model_name=model, name=name),
        ops.AddConstraint(model_name=model, constraint=UniqueConstraint(fields=(*columns, "program"), name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("models", "0033_metrics_of_any_edition")]

    operations = [
        *(_of_program(model) for model in (*KEYS, "ComputedDay")),
        ops.RunSQL(
            "ALTER TABLE recompute_run ADD COLUMN program text NOT NULL DEFAULT 'agency'",
            reverse_sql="ALTER TABLE recompute_run DROP COLUMN program",
        ),
        *(ops.RunSQL(OWN.format(table=table), reverse_sql="SELECT") for table in TABLES),
        *(operation for model, (name, columns) in KEYS.items() for operation in _key(model, name, columns)),
        ops.RunSQL(DAYS.format(key="day, program"), reverse_sql=DAYS.format(key="day")),
    ]
