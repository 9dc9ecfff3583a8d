from tortoise import migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations import operations as ops

# The tables of a run that was open lack the column: without its mark it is gathered again, as after a crash of the server.
GATHER_AGAIN = "DELETE FROM run_mark"


class Migration(migrations.Migration):
    dependencies = [("models", "0044_forecasts_in_parts")]

    operations = [
        ops.AddField(
            model_name="ClientCredit",
            name="further_apps_used",
            field=ArrayField(null=True, element_type="smallint"),
        ),
        ops.RunSQL(GATHER_AGAIN, reverse_sql=GATHER_AGAIN),
    ]
