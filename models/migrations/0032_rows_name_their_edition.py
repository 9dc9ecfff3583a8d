from tortoise import migrations
from tortoise.migrations import operations as ops

# Views keep the names of their own columns, whatever those of their tables are called by now; functions say theirs.
VIEWS = """
ALTER VIEW newest_day RENAME COLUMN {old}_digest TO {new}_digest;
ALTER VIEW newest_standing RENAME COLUMN {old} TO {new};
ALTER VIEW latest_decision RENAME COLUMN {old} TO {new};
ALTER VIEW latest_decision RENAME COLUMN {old}_digest TO {new}_digest
"""
RUNS = """
ALTER TABLE recompute_run RENAME COLUMN {old} TO {new};
ALTER TABLE recompute_run RENAME COLUMN {old}_digest TO {new}_digest
"""


def _renamed(text: str) -> ops.RunSQL:
    return ops.RunSQL(text.format(old="program", new="edition"), reverse_sql=text.format(old="edition", new="program"))


class Migration(migrations.Migration):
    dependencies = [("models", "0031_editions")]

    operations = [
        ops.RenameField(model_name="Standing", old_name="program", new_name="edition"),
        ops.RenameField(model_name="ComputedDay", old_name="program_digest", new_name="edition_digest"),
        ops.RenameField(model_name="TierDecision", old_name="program", new_name="edition"),
        ops.RenameField(model_name="TierDecision", old_name="program_digest", new_name="edition_digest"),
        _renamed(RUNS),
        _renamed(VIEWS),
    ]
