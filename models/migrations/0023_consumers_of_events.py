from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0022_workers_lease_their_names")]

    operations = [
        ops.CreateModel(
            name="EventConsumer",
            fields=[
                ("name", fields.CharField(max_length=64, primary_key=True, generated=False)),
                ("position", fields.BigIntField()),
                ("updated_at", fields.DatetimeField()),
            ],
            options={
                "table": "event_consumer",
                "app": "models",
                "pk_attr": "name",
                "table_description": "Somebody who gets every event, and keeps those that it has not read from being"
                " forgotten.",
            },
            bases=["Model"],
        ),
    ]
