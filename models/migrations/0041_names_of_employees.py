from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0040_findings")]

    operations = [ops.AddField(model_name="Employee", name="name", field=fields.TextField(null=True))]
