from tortoise import migrations
from tortoise.migrations import operations as ops

KEY = """
ALTER TABLE daily_activity DROP CONSTRAINT daily_activity_key;
ALTER TABLE daily_activity ADD CONSTRAINT daily_activity_key UNIQUE (client_id, day, actor_id) {more}
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0008_who_asked_and_who_works")]

    operations = [
        # A client's days lie on as many pages of the table, and on few of the index, which then tells all of them.
        ops.RunSQL(KEY.format(more="INCLUDE (events, logins, apps)"), reverse_sql=KEY.format(more="")),
    ]
