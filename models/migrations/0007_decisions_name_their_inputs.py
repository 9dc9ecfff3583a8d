from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0006_activity_by_month")]

    operations = [
        ops.AddField(
            model_name="TierDecision", name="program_digest", field=fields.CharField(null=True, max_length=64)
        ),
        ops.AddField(model_name="TierDecision", name="inputs_digest", field=fields.CharField(null=True, max_length=64)),
    ]
