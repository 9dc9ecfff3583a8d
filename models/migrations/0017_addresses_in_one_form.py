import re
import unicodedata
from collections import defaultdict
from ipaddress import ip_address
from typing import Any

import idna
from tortoise import migrations
from tortoise.migrations import operations as ops

LOCAL_OCTETS = 64
DOMAIN_LENGTH = 253
LABEL_LENGTH = 63
IPV6 = 6

_ATOM = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_ATOMS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_QUOTED = re.compile(r'"((?:[^"\\\x00-\x1f\x7f]|\\[ -~])+)"')
_ESCAPED = re.compile(r"\\(.)")
_TO_ESCAPE = re.compile(r'["\\]')
_LITERAL = re.compile(r"\[(ipv6:|)([0-9a-f:.]+)\]", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_FORBIDDEN = re.compile(r"[\x00-,/:-^`{-\x7f]")

# Any other address was in the form already in which addresses are compared from now on.
KEPT_OTHERWISE = """
SELECT actor.id, address, email FROM actor LEFT JOIN employee ON employee.actor_id = actor.id
WHERE address ~ '[^a-z0-9.@_+-]' OR email ~ '[^ -~]'
"""

# An actor whose address is another's from now on becomes that one, with its events, days and employees.
MERGED = """
UPDATE actor SET address = 'moves ' || actor.id FROM moving WHERE moving.id = actor.id;

CREATE TEMP TABLE moved ON COMMIT DROP AS
SELECT moving.id, coalesce(actor.id, min(moving.id) OVER (PARTITION BY moving.address)) AS into_id
FROM moving LEFT JOIN actor ON actor.address = moving.address;

UPDATE actor SET address = moving.address FROM moving JOIN moved ON moved.into_id = moving.id
WHERE moved.id = moving.id AND actor.id = moving.id;

DELETE FROM moved WHERE id = into_id;
UPDATE employee SET actor_id = into_id FROM moved WHERE actor_id = moved.id;
UPDATE activity_event SET actor_id = into_id FROM moved WHERE actor_id = moved.id;

WITH kept AS (
    DELETE FROM daily_activity AS day USING (SELECT id, into_id FROM moved UNION SELECT into_id, into_id FROM moved) AS moved
    WHERE day.actor_id = moved.id
    RETURNING client_id, day, into_id, events, logins, apps
)
INSERT INTO daily_activity (client_id, day, actor_id, events, logins, apps)
SELECT client_id, day, into_id, sum(events), sum(logins), bit_or(apps) FROM kept GROUP BY client_id, day, into_id;

INSERT INTO stale_client (client_id)
SELECT DISTINCT client_id FROM access JOIN employee ON employee.id = employee_id
WHERE actor_id IN (SELECT into_id FROM moved);

DELETE FROM actor WHERE id IN (SELECT id FROM moved)
"""


async def _bring_into_form(_: Any, editor: Any) -> None:  # noqa: ANN401  # Tortoise's
    """Gives actors their addresses in the form of `address_key`; what no mailbox has stays as it was loaded.

    What employees' addresses were before they were case-folded tells more than what was kept of them."""
    addresses: dict[int, str] = {}
    written: dict[int, set[str]] = defaultdict(set)
    for row in await editor.client.execute_query_dict(KEPT_OTHERWISE):
        addresses[row["id"]] = row["address"]
        if row["email"] is not None and (key := _key(row["email"])) is not None:
            written[row["id"]].add(key)
    keys = {
        actor: next(iter(written[actor])) if len(written[actor]) == 1 else _key(address)
        for actor, address in addresses.items()
    }
    moving = {actor: key for actor, key in keys.items() if key not in (None, addresses[actor])}
    if moving:
        await editor.client.execute_query(
            "CREATE TEMP TABLE moving ON COMMIT DROP AS"
            " SELECT * FROM unnest($1::bigint[], $2::text[]) AS given (id, address)",
            [list(moving), list(moving.values())],
        )
        await editor.client.execute_script(MERGED)


class _NoForm(ValueError):
    """What no mailbox has."""


def _key(address: str) -> str | None:
    """The form in which this migration leaves addresses, whatever later ones make of it."""
    local, at, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    if not (local and at and domain):
        return None
    try:
        return f"{_local_key(local)}@{_host_key(domain)}"
    except ValueError:
        return None


def _local_key(local: str) -> str:
    if len(local.encode(errors="surrogatepass")) > LOCAL_OCTETS:
        raise _NoForm
    if not local.isascii() and any(unicodedata.category(char) in _UNSEEN for char in local):
        raise _NoForm
    if quoted := _QUOTED.fullmatch(local):
        local = _ESCAPED.sub(r"\1", quoted[1])
    elif not _ATOMS.fullmatch(local):
        raise _NoForm
    folded = unicodedata.normalize("NFC", local.casefold())
    return folded if _ATOMS.fullmatch(folded) else '"{}"'.format(_TO_ESCAPE.sub(r"\\\g<0>", folded))


def _host_key(domain: str) -> str:
    if literal := _LITERAL.fullmatch(domain):
        address = ip_address(literal[2])
        if (address.version == IPV6) == bool(literal[1]):
            return f"[{literal[1].lower()}{address}]"
    return _domain_key(domain)


def _domain_key(domain: str) -> str:
    if len(domain) > DOMAIN_LENGTH:
        raise _NoForm
    key = ".".join([_ascii_label(label) for label in _mapped(domain).split(".")])
    if len(key) > DOMAIN_LENGTH:
        raise _NoForm
    return key


def _ascii_label(label: str) -> str:
    if not label or _FORBIDDEN.search(label):
        raise _NoForm
    if label.startswith("xn--"):
        decoded = label[4:].encode("ascii").decode("punycode")
        again = decoded.encode("punycode").decode("ascii")
        if _mapped(decoded) != decoded or decoded.isascii() or again != label[4:]:
            raise _NoForm
    elif not label.isascii():
        label = "xn--" + label.encode("punycode").decode("ascii")
    if len(label) > LABEL_LENGTH:
        raise _NoForm
    return label


def _mapped(domain: str) -> str:
    """In the form of UTS 46; idna's errors are ValueErrors."""
    return idna.uts46_remap(domain, std3_rules=False)


class Migration(migrations.Migration):
    dependencies = [("models", "0016_confirmed_reports")]

    operations = [
        ops.AlterModelOptions(
            "Actor",
            {
                "pk_attr": "id",
                "table_description": "An e-mail address in the form in which an event's actor and an employee's e-mail are"
                " compared (`address_key`).",
            },
        ),
        ops.RunPython(_bring_into_form, ops.RunPython.noop),
    ]
