from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0027_stale_days_by_client")]

    operations = [
        ops.AddField(model_name="RecomputeJob", name="retried_by", field=fields.TextField(null=True)),
    ]
