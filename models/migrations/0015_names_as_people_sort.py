from unicodedata import normalize

from tortoise import migrations
from tortoise.migrations import operations as ops

# What is left of letters without their marks, and is no small letter yet: each capital that is one letter, as its small
# letter. The pairs of what Unicode has assigned never change, whichever version Python knows.
CAPITALS = {
    chr(code): chr(code).lower()
    for code in range(0x80, 0x1F000)
    if len(chr(code).lower()) == 1 and chr(code).lower() != chr(code) == normalize("NFKD", chr(code))
}
SIGMA = "\N{GREEK SMALL LETTER SIGMA}"
# Letters that people write without their stroke, and forms of one letter.
PLAIN = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "ς": SIGMA,
}
PAIRS = {**CAPITALS, **{capital: PLAIN[small] for capital, small in CAPITALS.items() if small in PLAIN}, **PLAIN}
# Letters that people write as two.
DOUBLE = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}

IN_TWO = " ".join(f"folded := replace(folded, '{letter}', '{two}');" for letter, two in DOUBLE.items())

# Plain SQL and a procedure, since each database has other collations, and none of them has all of this.
FOLD = f"""
CREATE FUNCTION folded_beyond_ascii(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text COLLATE "C" := regexp_replace(normalize(given, NFKD) COLLATE "C", '[\\u0300-\\u036f]+', '', 'g');
BEGIN
    IF octet_length(folded) > length(folded) THEN
        folded := translate(folded, '{"".join(PAIRS)}', '{"".join(PAIRS.values())}');
        {IN_TWO}
        folded := normalize(folded, NFKC);
    END IF;
    RETURN lower(folded);
END $$;
CREATE FUNCTION folded(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(given) = length(given) THEN lower(given COLLATE "C") ELSE folded_beyond_ascii(given) END;
"""
KEYS = """
ALTER TABLE {table} ADD COLUMN name_key text COLLATE "C" GENERATED ALWAYS AS (folded(name)) STORED;
DROP INDEX {table}_by_name;
CREATE INDEX {table}_by_name ON {table} (name_key, name COLLATE "C", id);
"""
NO_KEYS = """
ALTER TABLE {table} DROP COLUMN name_key;
CREATE INDEX {table}_by_name ON {table} (name COLLATE "C", id);
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0014_programs_in_use")]

    operations = [
        ops.RunSQL(FOLD, reverse_sql="DROP FUNCTION folded; DROP FUNCTION folded_beyond_ascii"),
        *(
            ops.RunSQL(KEYS.format(table=table), reverse_sql=NO_KEYS.format(table=table))
            for table in ("partner", "client")
        ),
    ]
