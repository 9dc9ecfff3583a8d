from enum import StrEnum

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class EditionStatus(StrEnum):
    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


# A key is never used twice, also while one of the two is a draft; a withdrawn draft leaves its key to others.
ONE_OF_EACH = """
CREATE UNIQUE INDEX edition_key ON edition (program, key) WHERE status <> 'WITHDRAWN';
CREATE UNIQUE INDEX edition_first_day ON edition (program, effective_from) WHERE status = 'PUBLISHED';
ALTER TABLE edition ADD CONSTRAINT edition_status CHECK (status IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN'));
ALTER TABLE edition ADD CONSTRAINT edition_reason CHECK (reason IS NULL OR status = 'PUBLISHED')
"""
# What decisions were made by stays readable as it was, whoever works on the table and by whatever means.
NEVER_CHANGES = """
CREATE FUNCTION keep_published_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'edition % of program % is published and never changes: publish another one', OLD.key, OLD.program
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
CREATE TRIGGER keep_published_edition BEFORE UPDATE OR DELETE ON edition
    FOR EACH ROW WHEN (OLD.status <> 'DRAFT') EXECUTE FUNCTION keep_published_edition()
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0030_editions_say_what_they_measure")]

    operations = [
        ops.CreateModel(
            name="Edition",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("program", fields.CharField(max_length=64)),
                ("key", fields.CharField(max_length=64)),
                ("status", fields.CharEnumField(enum_type=EditionStatus, max_length=16)),
                ("name", fields.TextField(unique=False)),
                ("effective_from", fields.DateField()),
                ("digest", fields.CharField(max_length=64)),
                ("text", fields.TextField(unique=False)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_by", fields.TextField(unique=False)),
                ("reason", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "edition",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An edition of a program: `text` is its file, of whose content `digest` is; `name`"
                " and `effective_from` are in it.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            ONE_OF_EACH,
            reverse_sql="ALTER TABLE edition DROP CONSTRAINT edition_reason, DROP CONSTRAINT edition_status;"
            " DROP INDEX edition_first_day; DROP INDEX edition_key",
        ),
        ops.RunSQL(
            NEVER_CHANGES,
            reverse_sql="DROP TRIGGER keep_published_edition ON edition; DROP FUNCTION keep_published_edition()",
        ),
    ]
