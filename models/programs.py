"""The editions of programs, as operators write and publish them."""

from tortoise import fields
from tortoise.models import Model

from models.enums import EditionStatus


class Edition(Model):
    """An edition of a program: `text` is its file, of whose content `digest` is; `name` and `effective_from` are in it.

    A published one never changes (a trigger sees to it), and no two published ones of a program have a key or a first
    day in common. `reason` is why it was published for days that had been computed already, null for all others.
    """

    id = fields.BigIntField(primary_key=True)
    program = fields.CharField(max_length=64)
    key = fields.CharField(max_length=64)
    status = fields.CharEnumField(EditionStatus, max_length=16)
    name = fields.TextField()
    effective_from = fields.DateField()
    digest = fields.CharField(max_length=64)
    text = fields.TextField()
    changed_at = fields.DatetimeField()
    changed_by = fields.TextField()
    reason = fields.TextField(null=True)

    class Meta:
        table = "edition"
