from tortoise import migrations
from tortoise.migrations import operations as ops

# What the editions of Tierline say, by digest: 2018-05 in the form in which its file was before, and all three now.
BEFORE = "4c72705ca483a6aa0dcd6491d8dfe4d9f7b96032cb249f6517d7cee9fa8ba52c"
NOW = "2225544ac27ebac5cd9f7a3276631b73c4b5e27c76dab8c531f8c977bf334618"
EARLIER = (
    ("2016-11", "54a2314a94e64a2fcbbbf74f041ca5bd9ae91c786fe99181496f2907f82257df"),
    ("2018-01", "4989ae35922271bbc9db3c38070edf80681fe13fd3d729b5779bdb38a2ebecc9"),
)

# Only what is over: a run that is under way is begun anew.
RENAMED = f"""
UPDATE computed_day SET program_digest = '{NOW}' WHERE program_digest = '{BEFORE}';
UPDATE tier_decision SET program_digest = '{NOW}' WHERE program_digest = '{BEFORE}';
UPDATE recompute_run SET program_digest = '{NOW}' WHERE program_digest = '{BEFORE}' AND finished_at IS NOT NULL
"""
KNOWN = f"""
INSERT INTO program_in_use (key, digest)
SELECT known.key, known.digest
FROM (VALUES {", ".join(map(str, EARLIER))}) AS known (key, digest)
WHERE (SELECT array_agg(digest::text) FROM program_in_use) = ARRAY['{BEFORE}'];
UPDATE program_in_use SET digest = '{NOW}' WHERE digest = '{BEFORE}'
"""
INBOX = """
INSERT INTO stale_day (client_id, day)
SELECT DISTINCT client_id, day FROM activity_event WHERE app = 'SOCIAL_INBOX'
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0029_further_facts")]

    operations = [
        # An edition's digest is made of other words now. What was decided by the shipped edition still is, and a
        # database that goes by the shipped editions knows the two that are shipped with it from now on.
        ops.RunSQL(RENAMED, reverse_sql="SELECT"),
        ops.RunSQL(KNOWN, reverse_sql="SELECT"),
        # The app that edition 2016-11 counts has a bit from now on: its days are taken in once more.
        ops.RunSQL(INBOX, reverse_sql="SELECT"),
        # The tables of a run have other columns now.
        ops.RunSQL("DELETE FROM run_mark", reverse_sql="SELECT"),
    ]
