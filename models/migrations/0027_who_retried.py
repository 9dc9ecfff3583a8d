from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0026_jobs_and_events_of_any_kind")]

    operations = [
        ops.AddField(model_name="RecomputeJob", name="retried_by", field=fields.TextField(null=True)),
    ]
