"""What happened in the clients' accounts: the events as loaded, and the same by day."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.clients import Client
from models.partners import Actor


class ActivityKind(StrEnum):
    """LOGIN: somebody logged in. USE: somebody worked with an app."""

    LOGIN = "LOGIN"
    USE = "USE"


class ActivityEvent(Model):
    """One event as loaded; never changed. `app` is kept as given, also when no edition counts it.

    `day` is that of `at` on the program's calendar. Partitioned by the month of the day. `external_id` is unique by
    `seen_event`, and the references hold because nothing that was loaded is removed but old months of activity.
    """

    id = fields.BigIntField(primary_key=True)
    external_id = fields.CharField(max_length=255)
    client: fields.ForeignKeyRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="events", on_delete=fields.RESTRICT, db_constraint=False
    )
    actor: fields.ForeignKeyRelation[Actor] = fields.ForeignKeyField(
        "models.Actor", related_name="events", on_delete=fields.RESTRICT, db_constraint=False
    )
    kind = fields.CharEnumField(ActivityKind, max_length=5)
    app = fields.CharField(max_length=255, null=True)
    at = fields.DatetimeField()
    day = fields.DateField()

    class Meta:
        table = "activity_event"
        indexes = (Index(fields=("client_id", "day"), name="activity_event_client_day"),)
        constraints = (
            CheckConstraint(check="(kind = 'USE') = (app IS NOT NULL)", name="activity_event_app"),
            CheckConstraint(check="kind IN ('LOGIN', 'USE')", name="activity_event_kind"),
        )


class StaleDay(Model):
    """A client's day whose daily activity lacks events loaded since.

    Rows are only added (in the transaction that loads the events) and removed (in the one that rebuilds the day), so
    a concurrent load is never forgotten. A run for the newest day reads all of them, an answer those of a few clients:
    the table's only index is by client, and no key makes sure of the ids (migration 0027).
    """

    id = fields.BigIntField(primary_key=True)
    client_id = fields.BigIntField()
    day = fields.DateField()

    class Meta:
        table = "stale_day"


class DailyActivity(Model):
    """One actor's events in one client's account on one day of the program's calendar.

    `logins` of the `events` were logins. Bit n of `apps` says that app n of `tiers.apps.APPS` was used. Partitioned as
    the events are.
    """

    id = fields.BigIntField(primary_key=True)
    client: fields.ForeignKeyRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="daily_activity", on_delete=fields.RESTRICT, db_constraint=False
    )
    day = fields.DateField(db_index=True)
    actor: fields.ForeignKeyRelation[Actor] = fields.ForeignKeyField(
        "models.Actor", related_name="daily_activity", on_delete=fields.RESTRICT, db_constraint=False
    )
    events = fields.IntField()
    logins = fields.IntField()
    apps = fields.BigIntField()

    class Meta:
        table = "daily_activity"
        constraints = (
            UniqueConstraint(fields=("client_id", "day", "actor_id"), name="daily_activity_key"),
            CheckConstraint(check="logins BETWEEN 0 AND events AND events > 0", name="daily_activity_counts"),
        )
