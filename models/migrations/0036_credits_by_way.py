from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# Of the editions that earlier versions came with, two sums say all there is. The tables of a run that was open lack the
# column: without its mark it is gathered again, as after a crash of the server.
GATHER_AGAIN = "DELETE FROM run_mark"


class Migration(migrations.Migration):
    dependencies = [("models", "0035_what_editions_ask_for")]

    operations = [
        *(
            ops.AddField(model_name=model, name="ways", field=fields.JSONField(null=True))
            for model in ("ClientCredit", "DecisionCredit")
        ),
        ops.RunSQL(GATHER_AGAIN, reverse_sql=GATHER_AGAIN),
    ]
