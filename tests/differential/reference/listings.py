"""All lists that have pages, by the field that gives them: how one is ordered, and which rows it is made of."""

from collections.abc import Callable, Mapping

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.clients import (
    accesses_listing,
    measures_listing,
    partner_measures_listing,
    sales_listing,
)
from tests.differential.reference.clients import partners_listing as client_partners_listing
from tests.differential.reference.decisions import decisions_listing, evidence_listing
from tests.differential.reference.dry_runs import decisions_listing as tried_listing
from tests.differential.reference.dry_runs import dry_runs_listing
from tests.differential.reference.findings import findings_listing
from tests.differential.reference.foreseen import at_risk_listing
from tests.differential.reference.jobs import jobs_listing
from tests.differential.reference.lists import Listing
from tests.differential.reference.movers import movers_listing, near_listing
from tests.differential.reference.partners import clients_listing as partner_clients_listing
from tests.differential.reference.partners import credentials_listing, employees_listing, history_listing
from tests.differential.reference.portfolio import clients_listing, partners_listing
from tests.differential.reference.reports import lines_listing, report_lines_listing, reports_listing

LISTINGS: Mapping[str, tuple[Callable[[Asker, Arguments], Listing], str]] = {
    "Portfolio.atRisk": (at_risk_listing, "forecast"),
    "Client.accesses": (accesses_listing, "access"),
    "Client.measures": (measures_listing, "measure"),
    "Client.partners": (client_partners_listing, "client_credit"),
    "Client.sales": (sales_listing, "sale"),
    "DryRun.decisions": (tried_listing, "dry_run_partner"),
    "Employee.credentials": (credentials_listing, "credential"),
    "Partner.clients": (partner_clients_listing, "client_credit"),
    "Partner.employees": (employees_listing, "employee"),
    "Partner.measures": (partner_measures_listing, "measure"),
    "Partner.tierHistory": (history_listing, "tier_decision"),
    "Portfolio.findings": (findings_listing, "finding"),
    "Portfolio.movers": (movers_listing, "tier_decision"),
    "Portfolio.nearNext": (near_listing, "partner"),
    "Query.clients": (clients_listing, "client"),
    "MrrReport.lines": (report_lines_listing, "mrr_line"),
    "Query.dryRuns": (dry_runs_listing, "dry_run"),
    "Query.mrrLines": (lines_listing, "mrr_line"),
    "Query.mrrReports": (reports_listing, "mrr_report"),
    "Query.partners": (partners_listing, "partner"),
    "Query.recomputeJobs": (jobs_listing, "recompute_job"),
    "Query.tierDecisions": (decisions_listing, "tier_decision"),
    "TierDecision.credits": (evidence_listing, "decision_credit"),
}
