"""What the 15th decided, with its evidence. Rows are only ever added."""

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.clients import Client
from models.partners import Partner
from models.standings import Credited


class TierDecision(Model):
    """A partner's tier from `effective_on`, decided on its standing as of the day before.

    `program` is the key of the program, `edition` that of its edition; `metrics` and what is made of them are those of
    the standing.

    A recompute with another outcome adds the next `revision`; `known_at` is when each became known. The digests are of
    what the edition said and of the partner's facts as they were gathered; null for decisions older than they.
    """

    id = fields.BigIntField(primary_key=True)
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="decisions", on_delete=fields.RESTRICT
    )
    effective_on = fields.DateField(db_index=True)
    as_of = fields.DateField()
    revision = fields.IntField()
    tier = fields.CharField(max_length=255, null=True)
    rank = fields.SmallIntField()
    program = fields.CharField(max_length=64, db_default="agency")
    edition = fields.CharField(max_length=255)
    metrics: Any = fields.JSONField()
    factors: Any = fields.JSONField(null=True)
    sold_mrr = fields.DecimalField(max_digits=24, decimal_places=2, null=True)
    managed_mrr = fields.DecimalField(max_digits=24, decimal_places=2, null=True)
    median_app_usage = fields.DecimalField(max_digits=12, decimal_places=1, null=True)
    certified = fields.BooleanField(null=True)
    provisional = fields.BooleanField()
    known_at = fields.DatetimeField()
    edition_digest = fields.CharField(max_length=64, null=True)
    inputs_digest = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "tier_decision"
        constraints = (
            UniqueConstraint(fields=("partner_id", "effective_on", "program", "revision"), name="tier_decision_key"),
            CheckConstraint(check="revision >= 1 AND as_of < effective_on", name="tier_decision_revision"),
            CheckConstraint(check="(rank = 0) = (tier IS NULL)", name="tier_decision_rank"),
        )


class DecisionCredit(Credited):
    """A client's credits that a decision rests on.

    Written before the decision, whose id is kept for it: rows of one that is not there (yet) are of a run under way.
    """

    id = fields.BigIntField(primary_key=True)
    decision: fields.ForeignKeyRelation[TierDecision] = fields.ForeignKeyField(
        "models.TierDecision", related_name="credits", on_delete=fields.CASCADE, db_constraint=False
    )
    client: fields.ForeignKeyRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="decision_credits", on_delete=fields.RESTRICT, db_index=True
    )

    class Meta:
        table = "decision_credit"
        constraints = (UniqueConstraint(fields=("decision_id", "client_id"), name="decision_credit_key"),)
