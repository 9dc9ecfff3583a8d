"""The editions that Tierline comes with, and a later one with another ladder."""

from datetime import date
from zoneinfo import ZoneInfo

from models.rulebook import Rulebook
from tests.differential.worlds.ledger import Ledger
from tests.editions import edition_file
from tests.tiers.editions.editions import SHIPPED, TEXTS
from tiers.editions.digest import digest_edition
from tiers.editions.parsing import parse_edition
from tiers.editions.series import check_series

LATER = edition_file(
    "2019-03",
    date(2019, 3, 1),
    {
        "BRONZE": ("'Bronze \"begin\\ner\"'", 'SOLD_MRR = "0.01"'),
        "SILVER": ('"Sølv 🥈"', 'SOLD_MRR = "1125.00", MEDIAN_APP_USAGE = 2'),
        "GOLD": ('"Gold"', 'SOLD_MRR = "1125.00", MANAGED_MRR = "50.00", MEDIAN_APP_USAGE = 3'),
        "elite-1.0": (
            '"Élite\\u2028\\u007f"',
            'SOLD_MRR = "999999999999.99", MANAGED_MRR = "999999999999.99", MEDIAN_APP_USAGE = 4, CERTIFIED = 1',
        ),
    },
    ["WORKFLOWS", "CRM", "EMAIL", "CTA"],
    months=6,
    days=30,
    logins_count=False,
    split="even",
    carry='carry = { PLATINUM = "GOLD", DIAMOND = "elite-1.0" }',
)

# Some of the metrics of the others and some of its own; tiers of none, one and two alternatives.
NEWEST = r"""
program = "agency"
key = "2019-06"
name = "2019-06"
effective_from = 2019-06-01
currency = "USD"

[[catalogues]]
key = "GROWTH"
of = "countries"
members = ["DE", "BR"]

[[credits]]
kind = "sold"
key = "SOLD"
name = "Sold"
months = 12

[[credits]]
kind = "managed"
key = "MANAGED"
name = "Managed"
days = 30
logins_count = true
split = "full"

[[metrics]]
kind = "share"
key = "SHARE"
name = "Share \"sold\""
unit = "RATIO"
description = "Of all MRR, what was sold \u2028 and a \\."
part = ["SOLD"]
over = ["SOLD", "MANAGED"]

[[metrics]]
kind = "sum"
key = "SOLD_MRR"
name = "Sold"
unit = "MONEY"
over = ["SOLD"]

[[metrics]]
kind = "points"
key = "POINTS"
name = "Points"
unit = "POINTS"
[[metrics.terms]]
credits = "MANAGED"
points = "0.25"
per = 3

[[metrics]]
kind = "certified"
key = "CERTIFIED"
name = "Certified"
unit = "FLAG"

[[tiers]]
key = "BRONZE"
name = "Bronze"

[[tiers]]
key = "SILVER"
name = "Silver"
[[tiers.alternatives]]
at_least = { SOLD_MRR = "1125.5", CERTIFIED = 1 }
[[tiers.alternatives]]
at_least = { POINTS = "0.000001" }
above = { SHARE = "0.333333", SOLD_MRR = 50 }

[[tiers]]
key = "GOLD"
name = "Gold"
[[tiers.alternatives]]
at_least = { SOLD_MRR = 2100 }
above = { POINTS = "0.000003" }

[[threshold_factors]]
countries = "GROWTH"
factor = "0.333333"
metrics = ["SHARE", "SOLD_MRR"]

[policy]
deciding = { rhythm = "MONTHLY", day = 15 }
rise = { on = "ALWAYS" }
fall = { on = "ALWAYS" }
carry = { "elite-1.0" = "GOLD" }
"""


PUBLISHED = (*(TEXTS[path.stem] for path in SHIPPED), LATER, NEWEST)
OTHERS = (
    ("DRAFT", TEXTS["agency-2022"]),
    ("WITHDRAWN", TEXTS["odoo-v11"].replace('name = "Odoo', 'name = "Withdrawn')),
    ("DRAFT", TEXTS["odoo-v11"]),
    ("DRAFT", TEXTS["odoo-v9b"]),
    ("WITHDRAWN", TEXTS["google-partners-2022"]),
)


def load_rules(zone: str) -> Rulebook:
    """The published editions, on the calendar of a time zone."""
    return Rulebook(check_series([parse_edition(text, "a.toml") for text in PUBLISHED]), ZoneInfo(zone))


def add_editions(ledger: Ledger) -> None:
    """The rows of all editions, in any order."""
    texts = [*(("PUBLISHED", text) for text in PUBLISHED), *OTHERS]
    for status, text in ledger.rng.sample(texts, len(texts)):
        edition = parse_edition(text, "a.toml")
        ledger.add(
            "edition",
            program=edition.program,
            key=edition.key,
            status=status,
            name=edition.name,
            effective_from=edition.effective_from,
            digest=digest_edition(edition),
            text=text,
            changed_at=ledger.moment(),
            changed_by=ledger.pick(["ada", "migrate", "somebody\u2028else"]),
            reason=ledger.pick([None, 'it was "late"']) if status == "PUBLISHED" else None,
        )
