from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


def _reference(model: str, name: str) -> Any:  # noqa: ANN401  # whatever Tortoise makes of it
    return fields.ForeignKeyField(
        f"models.{model}",
        source_field=f"{model.lower()}_id",
        db_constraint=False,
        to_field="id",
        related_name=name,
        on_delete=OnDelete.RESTRICT,
    )


# Days outside the years 2000 to 2099, of which there are few, lie in one partition; the others each in their month's.
MONTHS = """
CREATE FUNCTION make_activity_months(first date, last date) RETURNS void LANGUAGE plpgsql STRICT AS $$
DECLARE
    month date := date_trunc('month', greatest(first, '2000-01-01'));
    parent text;
    part text;
BEGIN
    WHILE month <= least(last, '2099-12-31') LOOP
        FOREACH parent IN ARRAY ARRAY['activity_event', 'daily_activity'] LOOP
            part := parent || '_' || to_char(month, 'YYYY_MM');
            IF to_regclass(part) IS NULL THEN
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                               parent, part, month, month + interval '1 month');
            END IF;
        END LOOP;
        month := month + interval '1 month';
    END LOOP;
END $$
"""

PARTITIONED = """
ALTER TABLE {table} RENAME TO {table}_whole;
CREATE TABLE {table} (LIKE {table}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (day);
ALTER SEQUENCE {table}_id_seq OWNED BY {table}.id;
CREATE TABLE {table}_other (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE {table} ATTACH PARTITION {table}_other DEFAULT
"""

FILLED = """
SELECT make_activity_months(min(day), max(day)) FROM activity_event_whole;
SELECT make_activity_months(min(day), max(day)) FROM daily_activity_whole;
INSERT INTO seen_event (external_id) SELECT external_id FROM activity_event_whole;
INSERT INTO activity_event (id, external_id, client_id, actor_id, kind, app, at, day)
SELECT id, external_id, client_id, actor_id, kind, app, at, day FROM activity_event_whole;
INSERT INTO daily_activity (id, client_id, day, actor_id, events, logins, apps)
SELECT id, client_id, day, actor_id, events, logins, apps FROM daily_activity_whole;
DROP TABLE activity_event_whole, daily_activity_whole;
CREATE INDEX activity_event_client_day ON activity_event (client_id, day);
ALTER TABLE daily_activity ADD CONSTRAINT daily_activity_key UNIQUE (client_id, day, actor_id);
CREATE INDEX daily_activity_by_day ON daily_activity (day)
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0005_cost_follows_change")]

    operations = [
        ops.AlterField(
            model_name="ActivityEvent", name="external_id", field=fields.CharField(unique=False, max_length=255)
        ),
        ops.AlterField(model_name="ActivityEvent", name="client", field=_reference("Client", "events")),
        ops.AlterField(model_name="ActivityEvent", name="actor", field=_reference("Actor", "events")),
        ops.AlterField(model_name="DailyActivity", name="client", field=_reference("Client", "daily_activity")),
        ops.AlterField(model_name="DailyActivity", name="actor", field=_reference("Actor", "daily_activity")),
        ops.AddField(model_name="Calendar", name="activity_from", field=fields.DateField(null=True)),
        # No partition can tell what the others hold, so this alone knows which events were loaded before.
        ops.RunSQL(
            "CREATE TABLE seen_event (external_id varchar(255) PRIMARY KEY)", reverse_sql="DROP TABLE seen_event"
        ),
        ops.RunSQL(MONTHS),
        ops.RunSQL(PARTITIONED.format(table="activity_event")),
        ops.RunSQL(PARTITIONED.format(table="daily_activity")),
        ops.RunSQL(FILLED),
    ]
