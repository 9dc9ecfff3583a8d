from enum import StrEnum

from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


# The values as they were: what they are by now is for later migrations.
class ActivityKind(StrEnum):
    LOGIN = "LOGIN"
    USE = "USE"


class CreditStatus(StrEnum):
    COUNTED = "COUNTED"
    PENDING_REPORT = "PENDING_REPORT"
    EXPIRED = "EXPIRED"
    NOT_SOLD_BY_PARTNER = "NOT_SOLD_BY_PARTNER"
    NO_ACCESS = "NO_ACCESS"
    DOMAIN_MISMATCH = "DOMAIN_MISMATCH"
    NO_RECENT_ACTIVITY = "NO_RECENT_ACTIVITY"


class EventKind(StrEnum):
    TIER_CHANGED = "TIER_CHANGED"
    STANDING_CHANGED = "STANDING_CHANGED"
    JOB_CHANGED = "JOB_CHANGED"


class RecomputeKind(StrEnum):
    ACTIVITY = "ACTIVITY"
    TIERS = "TIERS"


class RecomputeStatus(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Actor",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("address", fields.CharField(unique=True, max_length=320)),
            ],
            options={
                "table": "actor",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An e-mail address, trimmed and case-folded: what an event's actor and an employee's e-mail are compared by.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Calendar",
            fields=[
                ("id", fields.SmallIntField(generated=False, primary_key=True)),
                ("timezone", fields.TextField(unique=False)),
            ],
            options={
                "table": "calendar",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One row: the time zone whose calendar days the derived rows are kept in.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MrrReport",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("period", fields.DateField()),
                ("revision", fields.IntField()),
                ("ran_on", fields.DateField()),
            ],
            options={
                "table": "mrr_report",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A published revision of a month's report, complete in itself from the day it ran.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ComputedDay",
            fields=[
                ("day", fields.DateField(primary_key=True, unique=True, db_index=True)),
                (
                    "report",
                    fields.ForeignKeyField(
                        "models.MrrReport",
                        source_field="report_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="computed_days",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("computed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "computed_day",
                "app": "models",
                "pk_attr": "day",
                "table_description": "The last day of a run that has succeeded. The newest one is the day of current credits and standings.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Partner",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("external_id", fields.CharField(unique=True, max_length=255)),
                ("name", fields.TextField(unique=False)),
                ("domains", ArrayField(element_type="TEXT")),
                ("domain_keys", ArrayField(element_type="TEXT")),
                ("country", fields.CharField(null=True, max_length=2)),
                ("joined_on", fields.DateField()),
            ],
            options={
                "table": "partner",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A partner agency. `domains` are as given; `domain_keys` are the same in UTS 46 form, for comparing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Certification",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="certifications",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("valid_from", fields.DateField()),
                ("valid_until", fields.DateField()),
            ],
            options={
                "table": "certification",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A period, both days inclusive, in which a partner is certified.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Client",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("external_id", fields.CharField(unique=True, max_length=255)),
                ("name", fields.TextField(unique=False)),
                ("registered_on", fields.DateField()),
                ("country", fields.CharField(null=True, max_length=2)),
                (
                    "sold_by",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="sold_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sold_clients",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("sold_on", fields.DateField(null=True)),
            ],
            options={
                "table": "client",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A customer of the vendor, with its account. Sold by at most one partner, on a day.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ActivityEvent",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("external_id", fields.CharField(unique=True, max_length=255)),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "actor",
                    fields.ForeignKeyField(
                        "models.Actor",
                        source_field="actor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(description="LOGIN: LOGIN\nUSE: USE", enum_type=ActivityKind, max_length=5),
                ),
                ("app", fields.CharField(null=True, max_length=255)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("day", fields.DateField()),
            ],
            options={
                "table": "activity_event",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One event as loaded; never changed. `app` is kept as given, also when no program counts it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ClientCredit",
            fields=[
                ("sold_amount", fields.DecimalField(max_digits=18, decimal_places=2)),
                (
                    "sold_status",
                    fields.CharEnumField(
                        description="COUNTED: COUNTED\nPENDING_REPORT: PENDING_REPORT\nEXPIRED: EXPIRED\nNOT_SOLD_BY_PARTNER: NOT_SOLD_BY_PARTNER\nNO_ACCESS: NO_ACCESS\nDOMAIN_MISMATCH: DOMAIN_MISMATCH\nNO_RECENT_ACTIVITY: NO_RECENT_ACTIVITY",
                        enum_type=CreditStatus,
                        max_length=24,
                    ),
                ),
                ("sold_until", fields.DateField(null=True)),
                ("managed_amount", fields.DecimalField(max_digits=18, decimal_places=2)),
                (
                    "managed_status",
                    fields.CharEnumField(
                        description="COUNTED: COUNTED\nPENDING_REPORT: PENDING_REPORT\nEXPIRED: EXPIRED\nNOT_SOLD_BY_PARTNER: NOT_SOLD_BY_PARTNER\nNO_ACCESS: NO_ACCESS\nDOMAIN_MISMATCH: DOMAIN_MISMATCH\nNO_RECENT_ACTIVITY: NO_RECENT_ACTIVITY",
                        enum_type=CreditStatus,
                        max_length=24,
                    ),
                ),
                ("managed_until", fields.DateField(null=True)),
                ("apps_used", fields.IntField()),
                ("counts_in_median", fields.BooleanField()),
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="credits",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="credits",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "client_credit",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A client's credits under a partner on the newest computed day.",
            },
            bases=["Credited"],
        ),
        ops.CreateModel(
            name="DailyActivity",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="daily_activity",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("day", fields.DateField(db_index=True)),
                (
                    "actor",
                    fields.ForeignKeyField(
                        "models.Actor",
                        source_field="actor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="daily_activity",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("events", fields.IntField()),
                ("logins", fields.IntField()),
                ("apps", fields.BigIntField()),
            ],
            options={
                "table": "daily_activity",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One actor's events in one client's account on one day of the program's calendar.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Employee",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("external_id", fields.CharField(unique=True, max_length=255)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="employees",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("email", fields.TextField(unique=False)),
                ("email_domain", fields.TextField(unique=False)),
                (
                    "actor",
                    fields.ForeignKeyField(
                        "models.Actor",
                        source_field="actor_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="employees",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "employee",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A person working for a partner. `email_domain` is the part after the last @, in UTS 46 form.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Access",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="accesses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "employee",
                    fields.ForeignKeyField(
                        "models.Employee",
                        source_field="employee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="accesses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("granted_on", fields.DateField()),
                ("revoked_on", fields.DateField(null=True)),
            ],
            options={
                "table": "access",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An employee's Partner Employee status in a client's account, from `granted_on` to the day before `revoked_on`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MrrLine",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("period", fields.DateField()),
                ("revision", fields.IntField()),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mrr_lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.DecimalField(max_digits=18, decimal_places=2)),
                ("currency", fields.CharField(max_length=3)),
            ],
            options={
                "table": "mrr_line",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A client's MRR in one revision of one month's report; it counts once an `MrrReport` closes that revision.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RecomputeJob",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ACTIVITY: ACTIVITY\nTIERS: TIERS", enum_type=RecomputeKind, max_length=8
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=RecomputeStatus.QUEUED,
                        description="QUEUED: QUEUED\nRUNNING: RUNNING\nSUCCEEDED: SUCCEEDED\nFAILED: FAILED\nCANCELLED: CANCELLED",
                        enum_type=RecomputeStatus,
                        max_length=9,
                    ),
                ),
                ("first_day", fields.DateField(null=True)),
                ("last_day", fields.DateField(null=True)),
                ("month", fields.DateField(null=True)),
                ("done", fields.IntField(default=0)),
                ("total", fields.IntField()),
                ("scheduled", fields.BooleanField(default=False)),
                ("requested_by", fields.TextField(unique=False)),
                ("requested_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("attempts", fields.IntField(default=0)),
                ("error", fields.TextField(null=True, unique=False)),
                ("changed_partners", fields.IntField(null=True)),
                ("idempotency_key", fields.CharField(null=True, max_length=255)),
                ("cancel_requested", fields.BooleanField(default=False)),
                ("fence", fields.BigIntField(default=0)),
                ("lease_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("not_before", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "recompute_job",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One run over the days `first_day` to `last_day` (ACTIVITY), or deciding `month` (TIERS).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StaleDay",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("client_id", fields.BigIntField()),
                ("day", fields.DateField(db_index=True)),
            ],
            options={
                "table": "stale_day",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A client's day whose daily activity lacks events loaded since.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Standing",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="standings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("as_of", fields.DateField(db_index=True)),
                ("sold_mrr", fields.DecimalField(max_digits=24, decimal_places=2)),
                ("managed_mrr", fields.DecimalField(max_digits=24, decimal_places=2)),
                ("median_app_usage", fields.DecimalField(null=True, max_digits=12, decimal_places=1)),
                ("certified", fields.BooleanField()),
                ("provisional", fields.BooleanField()),
                ("tier", fields.CharField(null=True, max_length=255)),
                ("program", fields.CharField(max_length=255)),
                ("computed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "standing",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A partner's numbers as of a day. `tier` is the key of the tier that they give, null for none.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TierDecision",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("effective_on", fields.DateField(db_index=True)),
                ("as_of", fields.DateField()),
                ("revision", fields.IntField()),
                ("tier", fields.CharField(null=True, max_length=255)),
                ("rank", fields.SmallIntField()),
                ("program", fields.CharField(max_length=255)),
                ("sold_mrr", fields.DecimalField(max_digits=24, decimal_places=2)),
                ("managed_mrr", fields.DecimalField(max_digits=24, decimal_places=2)),
                ("median_app_usage", fields.DecimalField(null=True, max_digits=12, decimal_places=1)),
                ("certified", fields.BooleanField()),
                ("provisional", fields.BooleanField()),
                ("known_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "tier_decision",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A partner's tier from `effective_on`, decided on its standing as of the day before.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DecisionCredit",
            fields=[
                ("sold_amount", fields.DecimalField(max_digits=18, decimal_places=2)),
                (
                    "sold_status",
                    fields.CharEnumField(
                        description="COUNTED: COUNTED\nPENDING_REPORT: PENDING_REPORT\nEXPIRED: EXPIRED\nNOT_SOLD_BY_PARTNER: NOT_SOLD_BY_PARTNER\nNO_ACCESS: NO_ACCESS\nDOMAIN_MISMATCH: DOMAIN_MISMATCH\nNO_RECENT_ACTIVITY: NO_RECENT_ACTIVITY",
                        enum_type=CreditStatus,
                        max_length=24,
                    ),
                ),
                ("sold_until", fields.DateField(null=True)),
                ("managed_amount", fields.DecimalField(max_digits=18, decimal_places=2)),
                (
                    "managed_status",
                    fields.CharEnumField(
                        description="COUNTED: COUNTED\nPENDING_REPORT: PENDING_REPORT\nEXPIRED: EXPIRED\nNOT_SOLD_BY_PARTNER: NOT_SOLD_BY_PARTNER\nNO_ACCESS: NO_ACCESS\nDOMAIN_MISMATCH: DOMAIN_MISMATCH\nNO_RECENT_ACTIVITY: NO_RECENT_ACTIVITY",
                        enum_type=CreditStatus,
                        max_length=24,
                    ),
                ),
                ("managed_until", fields.DateField(null=True)),
                ("apps_used", fields.IntField()),
                ("counts_in_median", fields.BooleanField()),
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "decision",
                    fields.ForeignKeyField(
                        "models.TierDecision",
                        source_field="decision_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="credits",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="decision_credits",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "decision_credit",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A client's credits that a decision rests on.",
            },
            bases=["Credited"],
        ),
        ops.CreateModel(
            name="Event",
            fields=[
                ("seq", fields.BigIntField(generated=False, primary_key=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="TIER_CHANGED: TIER_CHANGED\nSTANDING_CHANGED: STANDING_CHANGED\nJOB_CHANGED: JOB_CHANGED",
                        enum_type=EventKind,
                        max_length=16,
                    ),
                ),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="published",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "decision",
                    fields.ForeignKeyField(
                        "models.TierDecision",
                        source_field="decision_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="published",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "job",
                    fields.ForeignKeyField(
                        "models.RecomputeJob",
                        source_field="job_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="published",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("payload", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "event", "app": "models", "pk_attr": "seq", "table_description": "One event."},
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="MrrReport",
            constraint=UniqueConstraint(fields=("period", "revision"), name="mrr_report_key"),
        ),
        ops.AddConstraint(
            model_name="MrrReport",
            constraint=CheckConstraint(check="revision >= 1", name="mrr_report_revision"),
        ),
        ops.AddConstraint(
            model_name="MrrReport",
            constraint=CheckConstraint(check="extract(day FROM period) = 1", name="mrr_report_period"),
        ),
        ops.AddConstraint(
            model_name="Certification",
            constraint=UniqueConstraint(fields=("partner_id", "valid_from"), name="certification_key"),
        ),
        ops.AddConstraint(
            model_name="Certification",
            constraint=CheckConstraint(check="valid_until >= valid_from", name="certification_period"),
        ),
        ops.AddConstraint(
            model_name="Client",
            constraint=CheckConstraint(check="(sold_by_id IS NULL) = (sold_on IS NULL)", name="client_sale_is_whole"),
        ),
        ops.AddConstraint(
            model_name="ActivityEvent",
            constraint=CheckConstraint(check="(kind = 'USE') = (app IS NOT NULL)", name="activity_event_app"),
        ),
        ops.AddConstraint(
            model_name="ActivityEvent",
            constraint=CheckConstraint(check="kind IN ('LOGIN', 'USE')", name="activity_event_kind"),
        ),
        ops.AddIndex(
            model_name="ActivityEvent",
            index=Index(fields=["client_id", "day"], name="activity_event_client_day"),
        ),
        ops.AddConstraint(
            model_name="ClientCredit",
            constraint=UniqueConstraint(fields=("partner_id", "client_id"), name="client_credit_key"),
        ),
        ops.AddConstraint(
            model_name="ClientCredit",
            constraint=CheckConstraint(
                check="(sold_status = 'COUNTED') = (sold_until IS NOT NULL) AND (managed_status = 'COUNTED') = (managed_until IS NOT NULL)",
                name="client_credit_until",
            ),
        ),
        ops.AddConstraint(
            model_name="DailyActivity",
            constraint=UniqueConstraint(fields=("client_id", "day", "actor_id"), name="daily_activity_key"),
        ),
        ops.AddConstraint(
            model_name="DailyActivity",
            constraint=CheckConstraint(
                check="logins BETWEEN 0 AND events AND events > 0", name="daily_activity_counts"
            ),
        ),
        ops.AddConstraint(
            model_name="Access",
            constraint=UniqueConstraint(fields=("client_id", "employee_id", "granted_on"), name="access_key"),
        ),
        ops.AddConstraint(
            model_name="Access",
            constraint=CheckConstraint(check="revoked_on > granted_on", name="access_period"),
        ),
        ops.AddConstraint(
            model_name="MrrLine",
            constraint=UniqueConstraint(fields=("period", "revision", "client_id"), name="mrr_line_key"),
        ),
        ops.AddConstraint(
            model_name="MrrLine",
            constraint=CheckConstraint(check="amount >= 0", name="mrr_line_amount"),
        ),
        ops.AddConstraint(
            model_name="MrrLine",
            constraint=CheckConstraint(check="revision >= 1", name="mrr_line_revision"),
        ),
        ops.AddConstraint(
            model_name="MrrLine",
            constraint=CheckConstraint(check="extract(day FROM period) = 1", name="mrr_line_period"),
        ),
        ops.AddConstraint(
            model_name="RecomputeJob",
            constraint=UniqueConstraint(fields=("requested_by", "idempotency_key"), name="recompute_job_idempotency"),
        ),
        ops.AddConstraint(
            model_name="RecomputeJob",
            constraint=CheckConstraint(
                check="(kind = 'ACTIVITY' AND first_day <= last_day AND month IS NULL) OR (kind = 'TIERS' AND month IS NOT NULL AND first_day IS NULL AND last_day IS NULL)",
                name="recompute_job_period",
            ),
        ),
        ops.AddConstraint(
            model_name="RecomputeJob",
            constraint=CheckConstraint(check="done BETWEEN 0 AND total", name="recompute_job_progress"),
        ),
        ops.AddIndex(
            model_name="RecomputeJob",
            index=Index(fields=["status"], name="recompute_job_status"),
        ),
        ops.AddConstraint(
            model_name="Standing",
            constraint=UniqueConstraint(fields=("partner_id", "as_of"), name="standing_key"),
        ),
        ops.AddConstraint(
            model_name="TierDecision",
            constraint=UniqueConstraint(fields=("partner_id", "effective_on", "revision"), name="tier_decision_key"),
        ),
        ops.AddConstraint(
            model_name="TierDecision",
            constraint=CheckConstraint(check="revision >= 1 AND as_of < effective_on", name="tier_decision_revision"),
        ),
        ops.AddConstraint(
            model_name="TierDecision",
            constraint=CheckConstraint(check="(rank = 0) = (tier IS NULL)", name="tier_decision_rank"),
        ),
        ops.AddConstraint(
            model_name="DecisionCredit",
            constraint=UniqueConstraint(fields=("decision_id", "client_id"), name="decision_credit_key"),
        ),
        ops.AddIndex(
            model_name="Event",
            index=Index(fields=["kind", "seq"], name="event_kind_seq"),
        ),
        ops.AddIndex(
            model_name="Event",
            index=Index(fields=["partner_id", "seq"], name="event_partner_seq"),
        ),
        ops.AddIndex(
            model_name="Event",
            index=Index(fields=["job_id", "seq"], name="event_job_seq"),
        ),
    ]
