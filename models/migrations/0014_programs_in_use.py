from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0013_activity_is_rebuilt")]

    operations = [
        # Empty: the first server to start fills it with the rules that it decides by.
        ops.CreateModel(
            name="ProgramInUse",
            fields=[
                ("key", fields.CharField(max_length=255, primary_key=True, generated=False)),
                ("digest", fields.CharField(max_length=64)),
            ],
            options={
                "table": "program_in_use",
                "app": "models",
                "pk_attr": "key",
                "table_description": "A program that this database is decided by, as the process that first used it"
                " had it.",
            },
            bases=["Model"],
        ),
    ]
