"""Types that refer to each other in circles, by name; for the same reason their modules import each other whole."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.reading.declared import Stored
from models import partners as rows

if TYPE_CHECKING:
    from api.types.clients import Client
    from api.types.decisions import CreditedClient, TierDecision
    from api.types.dry_runs import DryRunDecision
    from api.types.partners import Partner
    from api.types.reports import MrrReport

LazyClient = Annotated["Client", strawberry.lazy("api.types.clients")]
LazyCreditedClient = Annotated["CreditedClient", strawberry.lazy("api.types.decisions")]
LazyDryRunDecision = Annotated["DryRunDecision", strawberry.lazy("api.types.dry_runs")]
LazyMrrReport = Annotated["MrrReport", strawberry.lazy("api.types.reports")]
LazyPartner = Annotated["Partner", strawberry.lazy("api.types.partners")]
LazyTierDecision = Annotated["TierDecision", strawberry.lazy("api.types.decisions")]

PARTNERS = Stored(rows.Partner, scope="this.id = {viewer}::bigint")
"""The rows of `Partner`, for lists in modules that its own imports. A partner sees itself."""
