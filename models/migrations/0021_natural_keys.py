from tortoise import migrations
from tortoise.migrations import operations as ops

# What lists are ordered by, the external id last: it decides between equal rows, and cursors hold it.
INDEXES = {
    "partner_by_name": 'partner (name_key, name COLLATE "C", {last})',
    "partner_by_joined_on": "partner (joined_on, {last})",
    "client_by_name": 'client (name_key, name COLLATE "C", {last})',
    "client_by_registered_on": "client (registered_on, {last})",
    "employee_by_email": 'employee (partner_id, email COLLATE "C", {last})',
}
# The rows that have had ids with their numbers in them.
TABLES = (
    "client",
    "decision_credit",
    "employee",
    "mrr_line",
    "mrr_report",
    "partner",
    "recompute_job",
    "tier_decision",
)
NEWEST = ", ".join(f"'{table}', (SELECT coalesce(max(id), 0) FROM {table})" for table in TABLES)


def index(name: str, last: str) -> str:
    return f"DROP INDEX {name}; CREATE INDEX {name} ON {INDEXES[name].format(last=last)}"


class Migration(migrations.Migration):
    dependencies = [("models", "0020_rights_of_the_owner")]

    operations = [
        *(ops.RunSQL(index(name, 'external_id COLLATE "C"'), reverse_sql=index(name, "id")) for name in INDEXES),
        # Ids of versions before hold the numbers of rows. Clients may have kept those of rows that are there by now.
        ops.RunSQL(
            "ALTER TABLE installation ADD COLUMN plain_ids jsonb NOT NULL DEFAULT '{}';"
            f" UPDATE installation SET plain_ids = jsonb_build_object({NEWEST});"
            " ALTER TABLE installation ALTER COLUMN plain_ids DROP DEFAULT",
            reverse_sql="ALTER TABLE installation DROP COLUMN plain_ids",
        ),
    ]
