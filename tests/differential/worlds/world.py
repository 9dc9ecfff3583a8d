"""A whole database from a seed, small and nasty."""

from dataclasses import dataclass
from random import Random

from models.database import acquire
from models.edition_rows import keep_edition_rows
from models.rulebook import Rulebook
from tests.api.reading import OPERATOR
from tests.differential.reference.tables import Tables, load_tables
from tests.differential.worlds.decided import add_decisions
from tests.differential.worlds.dry_runs import add_dry_runs
from tests.differential.worlds.editions import add_editions, load_rules
from tests.differential.worlds.events import publish_events
from tests.differential.worlds.found import add_findings
from tests.differential.worlds.jobs import add_jobs
from tests.differential.worlds.ledger import Ledger, empty_tables, insert
from tests.differential.worlds.numbers import add_computed_days, add_credits, add_forecasts, add_reports, add_standings
from tests.differential.worlds.people import add_people
from tests.differential.worlds.working import add_workers

ZONES = ("UTC", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")


@dataclass(frozen=True)
class World:
    """The rows of a database, and the rules that they follow."""

    seed: int
    rules: Rulebook
    tables: Tables


async def build_world(seed: int) -> World:
    """Makes it what is in the database. Every fifth has no computed day, every seventh nobody at all."""
    ledger = Ledger(Random(f"world {seed}"))  # noqa: S311 - repeatable on purpose
    rules = load_rules(ZONES[seed % len(ZONES)])
    add_editions(ledger)
    if seed % 7 != 6:
        add_people(ledger, partners=ledger.rng.randint(6, 12), clients=ledger.rng.randint(20, 40))
        add_reports(ledger)
        add_computed_days(ledger, 0 if seed % 5 == 4 else ledger.pick([1, 2, 4]))
        add_standings(ledger, rules)
        add_credits(ledger)
        add_decisions(ledger, rules)
        add_forecasts(ledger, rules)
        add_findings(ledger)
    add_jobs(ledger, OPERATOR.subject)
    add_workers(ledger)
    add_dry_runs(ledger)
    await empty_tables()
    await insert(ledger)
    async with acquire() as connection:
        await keep_edition_rows(connection, rules.editions)
    await publish_events(ledger)
    return World(seed, rules, await load_tables())
