"""Files of facts in the import format, the same in every run."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tiers.apps import APPS
from tiers.periods import format_month, plus_months

CLIENTS = 5_000
DOMAINS = 200
PEOPLE = 3  # who work in one client's account
DAYS = 90
MRR_MONTHS = 40
SEED = 2018
FIRST_MOMENT = datetime(2018, 2, 13, tzinfo=UTC)
FIRST_MONTH = date(2015, 1, 1)


def write_clients(path: Path) -> int:
    """One line for each client; returns how many."""
    with path.open("w") as file:
        for client in range(CLIENTS):
            file.write(
                f'{{"type":"client","id":"c{client}","name":"Client {client}","registered_on":"2015-01-01",'
                '"country":"DE","sold_by":null,"sold_on":null}\n'
            )
    return CLIENTS


def write_activity(path: Path, lines: range, per_day: int) -> None:
    """Events as a log has them: ids and moments ascend, clients and people come in any order."""
    chance = random.Random(SEED)  # noqa: S311  # nothing here is secret
    apps = [app.key for app in APPS]
    with path.open("w") as file:
        for number in lines:
            client = int(chance.random() * CLIENTS)
            person = int(chance.random() * PEOPLE)
            use = int(chance.random() * len(apps) * 4 / 3)
            kind, app = ("USE", f'"{apps[use]}"') if use < len(apps) else ("LOGIN", "null")
            at = FIRST_MOMENT + timedelta(seconds=number * 86_400 // per_day)
            file.write(
                f'{{"type":"activity","id":"event-{number:09d}","client":"c{client}",'
                f'"actor":"person{client}.{person}@agency{client % DOMAINS}.example",'
                f'"kind":"{kind}","app":{app},"at":"{at.isoformat()}"}}\n'
            )


def write_mrr(path: Path) -> int:
    """A line for each client and month; returns how many."""
    with path.open("w") as file:
        for month in range(MRR_MONTHS):
            period = format_month(plus_months(FIRST_MONTH, month))
            for client in range(CLIENTS):
                cents = (client * 7919 + month * 104_729) % 250_000
                file.write(
                    f'{{"type":"mrr","period":"{period}","client":"c{client}",'
                    f'"amount":"{cents // 100}.{cents % 100:02d}","currency":"USD"}}\n'
                )
    return MRR_MONTHS * CLIENTS
