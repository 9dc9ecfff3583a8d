from tortoise import migrations
from tortoise.migrations import operations as ops

# What lists are ordered by (api/types), so that any page is read from an index. Texts are ordered by code point.
INDEXES = {
    "partner_by_name": 'partner (name COLLATE "C", id)',
    "partner_by_joined_on": "partner (joined_on, id)",
    "client_by_name": 'client (name COLLATE "C", id)',
    "client_by_registered_on": "client (registered_on, id)",
    "employee_by_email": 'employee (partner_id, email COLLATE "C", id)',
}


class Migration(migrations.Migration):
    dependencies = [("models", "0002_certifications_never_overlap")]

    operations = [
        ops.RunSQL(f"CREATE INDEX {name} ON {columns}", reverse_sql=f"DROP INDEX {name}")
        for name, columns in INDEXES.items()
    ]
