from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0015_names_as_people_sort")]

    operations = [
        ops.AddField(model_name="MrrReport", name="confirmed_by", field=fields.TextField(null=True, unique=False)),
        ops.AddField(model_name="MrrReport", name="confirmed_at", field=fields.DatetimeField(null=True)),
        ops.AddConstraint(
            model_name="MrrReport",
            constraint=CheckConstraint(
                check="(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="mrr_report_confirmed"
            ),
        ),
    ]
