"""Two partners with everything that could show one of them to the other."""

from dataclasses import dataclass, field
from datetime import date

from api.reading.ids import encode_id
from tests.api.reading import LAST_CLOSED, Reader
from tests.api.rows import (
    add_access,
    add_activity,
    add_actor,
    add_client,
    add_computed_day,
    add_credential,
    add_credit,
    add_decision,
    add_employee,
    add_evidence,
    add_job,
    add_measure,
    add_partner,
    add_report,
    add_sale,
    add_standing,
    managed,
    sold,
    sold_by_line,
)

CERTIFIED = date(2019, 1, 1)
MEASURED = date(2019, 6, 1)
GRANTED = date(2019, 2, 1)


@dataclass
class World:
    """Two partners. Acme (P-1) sold C-1 and only has had access to C-2, which Bolt (P-2) sold, as it sold C-3.

    C-4 is in the evidence of a decision about Acme, and does not appear under it any more.
    """

    reader: Reader
    ids: dict[str, str] = field(default_factory=dict)


async def two_partners(reader: Reader) -> World:
    """Adds them."""
    world = World(reader)
    acme, bolt = await add_partner("P-1", name="Acme"), await add_partner("P-2", name="Bolt")
    one = await add_client("C-1", name="Shared One", sold_by_id=acme)
    two = await add_client("C-2", name="Shared Two", sold_by_id=bolt)
    three = await add_client("C-3", name="Secret Three", sold_by_id=bolt)
    four = await add_client("C-4", name="Former Four", sold_by_id=bolt)
    lines = {one: "100.00", two: "200.00", three: "300.00", four: "400.00"}
    report = await add_report(date(2019, 5, 1), date(2019, 6, 3), lines)
    await add_computed_day(LAST_CLOSED, report)
    for client, name in ((one, "first"), (two, "second"), (three, "third"), (four, "fourth")):
        await add_measure(f"{name} client's measure", "-1.50", client_id=client, on=MEASURED)
    await add_credit(acme, one, **sold("100.00"))
    await add_credit(acme, two, managed_status="DOMAIN_MISMATCH")
    await add_credit(bolt, two, **sold_by_line("bolt line", "200.00"))
    await add_credit(bolt, three, **sold("300.00") | managed("300.00"))
    for name, partner, client, known in (("acme", acme, four, ("P-1", "C-4")), ("bolt", bolt, three, ("P-2", "C-3"))):
        await add_standing(partner, LAST_CLOSED)
        decision = await add_decision(partner, date(2019, 6, 15), "SILVER")
        await add_evidence(decision, client, **sold_by_line(f"{name} line", "1.00"))
        actor = await add_actor(f"{name}@x.example")
        employee = await add_employee(f"E-{name}", partner, actor, f"{name}@x.example", name=f"{name} person")
        await add_access(two, employee, GRANTED)
        await add_activity(two, actor, MEASURED)
        await add_credential(employee, f"{name} credential", valid_from=CERTIFIED)
        await add_measure(f"{name} measure", "1", partner_id=partner, on=MEASURED)
        await add_sale(f"S-{name}", partner, two, f"{name} line")
        june = (known[0], date(2019, 6, 15), 1)
        world.ids |= {
            f"{name} Partner": encode_id("Partner", known[0]),
            f"{name} TierDecision": encode_id("TierDecision", *june),
            f"{name} CreditedClient": encode_id("CreditedClient", *june, known[1]),
            f"{name} Employee": encode_id("Employee", f"E-{name}"),
            f"{name} Access": encode_id("Access", "C-2", f"E-{name}", GRANTED),
            f"{name} Credential": encode_id("Credential", f"E-{name}", f"{name} credential", CERTIFIED),
            f"{name} Measure": encode_id("Measure", "partner", known[0], f"{name} measure", MEASURED),
            f"{name} Sale": encode_id("Sale", f"S-{name}"),
        }
    world.ids |= {
        "acme Client": encode_id("Client", "C-1"),
        "acme Client seen": encode_id("Client", "C-2"),
        "bolt Client": encode_id("Client", "C-3"),
        "bolt Client former": encode_id("Client", "C-4"),
        "acme Measure of a client": encode_id("Measure", "client", "C-2", "second client's measure", MEASURED),
        "bolt Measure of a client": encode_id("Measure", "client", "C-3", "third client's measure", MEASURED),
        "RecomputeJob": encode_id("RecomputeJob", await add_job()),
        "MrrReport": encode_id("MrrReport", date(2019, 5, 1), 1),
        "MrrLine": encode_id("MrrLine", date(2019, 5, 1), 1, "C-1", ""),
    }
    return world
