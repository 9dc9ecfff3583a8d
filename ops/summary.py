"""What `tierline up` says once it is ready."""

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.table import Table

from api.auth.minting import mint_token
from api.auth.principals import Role
from api.http.build import is_built
from examples.sample.portfolio import SHOWCASE_PARTNER
from models.database import acquire
from models.statements import statement
from ops.bars import print_table
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA
from ops.terminal import out, printable
from tiers.periods import format_month

TOKEN_LIFE = timedelta(hours=24)

_NEWEST = "SELECT newest_decision_until($1)"


@dataclass(frozen=True)
class Place:
    """Where this installation is reached: its API, its worker's metrics, and the command with its options."""

    url: str
    metrics_url: str
    command: str
    options: str


def place_of(installation: Installation, url: str, metrics_url: str) -> Place:
    """The words to type, in this shell and from this directory."""
    program = Path(sys.argv[0])
    on_path = shutil.which("tierline")
    known = on_path is not None and Path(on_path).resolve() == program.resolve()
    command = "tierline" if known else min(os.path.relpath(program), str(program.absolute()), key=len)
    data = installation.data.path
    options = "" if data == DEFAULT_DATA.resolve() else f" --data {shlex.quote(str(data))}"
    return Place(url, metrics_url, command, options)


def tell_ready(installation: Installation, place: Place, now: datetime) -> None:
    """The short form: where things are, and how to get a token."""
    operator = mint_token(installation.secret, Role.OPERATOR, partner=None, ttl=TOKEN_LIFE, now=now)
    out.print()
    _tell_rows(
        *_dashboard(installation, place, ("Dashboard", operator)),
        ("GraphiQL", f"{place.url}/graphql"),
        ("token", f"{place.command} token --role operator{place.options}"),
        ("load facts", f"{place.command} import FILE{place.options}"),
        ("look", f"{place.command} status{place.options}"),
        ("metrics", f"{place.url}/metrics of the API, {place.metrics_url}/metrics of jobs and days"),
        ("logs", f"{installation.data.path}/*.log"),
    )
    out.print("\nCtrl-C stops everything.")


async def tell_sample(installation: Installation, place: Place, now: datetime) -> None:
    """The long form: two tokens, the tiers of the portfolio, and what to try."""
    today = now.astimezone(installation.rules.zone).date()
    async with acquire() as connection:
        newest: date | None = await connection.fetchval(_NEWEST, today)
        tiers = {row["tier"]: row for row in await connection.fetch(statement("ops/tiers_decided"), newest)}
    if newest is not None:
        table = Table("Tier", title=f"Tiers since {newest}", title_justify="left")
        for heading in ("Partners", "Sold MRR", "Managed MRR"):
            table.add_column(heading, justify="right")
        edition = installation.rules.in_force(newest)
        for key, name in [(tier.key, tier.name) for tier in reversed(edition.tiers)] + [(None, "none")]:
            if key in tiers:
                row = tiers[key]
                table.add_row(
                    printable(name), f"{row['partners']:,}", f"{row['sold_mrr']:,.2f}", f"{row['managed_mrr']:,.2f}"
                )
        out.print()
        print_table(table)
    secret = installation.secret
    operator = mint_token(secret, Role.OPERATOR, partner=None, ttl=TOKEN_LIFE, now=now)
    partner = mint_token(secret, Role.PARTNER, partner=SHOWCASE_PARTNER, ttl=TOKEN_LIFE, now=now)
    out.print()
    _tell_rows(
        *_dashboard(installation, place, ("Dashboard", operator), (f"as {SHOWCASE_PARTNER}", partner)),
        ("GraphiQL", f"{place.url}/graphql#token={operator}"),
        ("operator", operator),
        (f"partner {SHOWCASE_PARTNER}", partner),
        ("metrics", f"{place.url}/metrics of the API, {place.metrics_url}/metrics of jobs and days"),
        ("logs", f"{installation.data.path}/*.log"),
    )
    out.print("\nThe tokens hold for a day. Try, in another terminal:")
    query = f'{{"query": "{{ partner(externalId: \\"{SHOWCASE_PARTNER}\\") {{ name tier {{ name }} tierSince }} }}"}}'
    header = f'"Authorization: Bearer $({place.command} token --role operator{place.options})"'
    for words in ("status", "at-risk --decisions 3", "near-next", "findings", "dry-run"):
        out.tell(f"  {place.command} {words}{place.options}")
    if newest is not None:
        month = format_month(newest)
        out.tell(f"  {place.command} recompute tiers --month {month} --wait{place.options}")
    body = f"-H 'Content-Type: application/json' -d '{query}'"
    out.tell(f"  curl -s {place.url}/graphql -H {header} {body}")
    out.print("\nCtrl-C stops everything.")


def _dashboard(installation: Installation, place: Place, *tokens: tuple[str, str]) -> list[tuple[str, str]]:
    """A link for each token that signs in to the dashboard with it. What is behind its # stays in the browser."""
    if not installation.settings.dashboard:
        return []
    if not is_built():
        return [("Dashboard", "is not built here; `make dashboard` builds it")]
    return [(name, f"{place.url}/#token={token}") for name, token in tokens]


def _tell_rows(*rows: tuple[str, str]) -> None:
    for name, text in rows:
        out.tell(f"  {name:<14} {text}")
