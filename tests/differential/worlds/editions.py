"""Two editions: the one that Tierline comes with, and a later one with another ladder."""

from zoneinfo import ZoneInfo

from models.editions import load_editions
from models.rulebook import Rulebook
from tiers.edition import check_editions, parse_edition

LATER = """
key = "2019-03"
effective_from = 2019-03-01
currency = "USD"
logins_count = false
managed_split = "even"
apps = ["WORKFLOWS", "CRM", "EMAIL", "CTA"]

[windows]
sold_months = 6
activity_days = 30
usage_days = 30

[[tiers]]
key = "BRONZE"
name = 'Bronze "begin\\ner"'
[tiers.gates]
SOLD_MRR = "0.01"

[[tiers]]
key = "SILVER"
name = "Sølv 🥈"
[tiers.gates]
SOLD_MRR = "1125.00"
MEDIAN_APP_USAGE = 2

[[tiers]]
key = "GOLD"
name = "Gold"
[tiers.gates]
SOLD_MRR = "1125.00"
MANAGED_MRR = "50.00"
MEDIAN_APP_USAGE = 3

[[tiers]]
key = "elite-1.0"
name = "Élite\\u2028\\u007f"
[tiers.gates]
SOLD_MRR = "999999999999.99"
MANAGED_MRR = "999999999999.99"
MEDIAN_APP_USAGE = 4
CERTIFIED = true
"""


def load_rules(zone: str) -> Rulebook:
    """Both editions, on the calendar of a time zone."""
    return Rulebook(check_editions([*load_editions(), parse_edition(LATER, "later.toml")]), ZoneInfo(zone))
