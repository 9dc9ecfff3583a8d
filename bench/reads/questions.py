"""What only Tierline answers: questions to the engine about one partner, about all of them, and searches."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bench.reads.documents import Query
from tiers.periods import last_closed_day, minus_months

_GATES = "metric { key } required actual missing passed limiting"

# `$value` is as in the other documents, `$name` the same again, `$day` the last closed day, `$before` a month earlier.
TIERLINE = {
    Query.FORECAST: f"""
        query Forecast($value: String!) {{
          partner(externalId: $value) {{
            forecast(decisions: 3) {{
              decisions {{
                effectiveOn change reason tier {{ key }} gates {{ {_GATES} }}
                expiredCount expired {{ lastDay status way mrr {{ amount }} client {{ externalId name }} }}
              }}
            }}
          }}
        }}""",
    Query.CHANGES: """
        query Changes($value: String!, $before: Date!, $day: Date!) {
          partner(externalId: $value) {
            changes(from: $before, to: $day) {
              tierBefore { key } tierAfter { key }
              metrics {
                metric { key } before after clientCount clients { difference cause client { externalId name } }
              }
            }
          }
        }""",
    Query.EXPLAIN: """
        query Explain($value: String!) {
          partner(externalId: $value) {
            standing {
              explain {
                metrics {
                  metric { key } value contributionCount
                  contributions { amount countsUntil inMiddle lifts client { externalId name } }
                }
              }
            }
          }
        }""",
    Query.GATES: f"""
        query Gates($value: String!) {{
          partner(externalId: $value) {{ standing {{ asOf tier {{ key }} gates(tier: "DIAMOND") {{ {_GATES} }} }} }}
        }}""",
    Query.WHAT_IF: f"""
        query WhatIf($value: ID!, $name: String!, $before: Date!) {{
          whatIf(partner: $value, facts: [
            {{ client: {{ id: "new", name: "New", registeredOn: $before, soldBy: $name, soldOn: $before }} }}
            {{ clientMrr: {{ client: "new", amount: "6500.00" }} }}
          ]) {{
            before {{ tier {{ key }} nextDecision {{ effectiveOn tier {{ key }} }} }}
            after {{ tier {{ key }} gates {{ {_GATES} }} nextDecision {{ effectiveOn tier {{ key }} change }} }}
            credits {{ clientExternalId way difference {{ amount }} }}
            rejected {{ index field reason }}
          }}
        }}""",
    Query.AT_RISK: """
        query AtRisk($value: String) {
          portfolio {
            list: atRisk(decisions: 3, first: 20, after: $value) {
              nodes {
                effectiveOn change tier { key } metric { key } lastDay mrr { amount }
                partner { externalId name } client { externalId name }
              }
              pageInfo { endCursor }
            }
          }
        }""",
    Query.NEAR_NEXT: """
        query NearNext($value: String) {
          portfolio {
            list: nearNext(first: 20, after: $value) {
              edges { node { externalId name } tier { key } lack gates { metric { key } missing } }
              pageInfo { endCursor }
            }
          }
        }""",
    Query.HISTORY: """
        query History {
          portfolio {
            history(months: 12) { day sold { amount } managed { amount } tierCounts { count tier { key } } }
          }
        }""",
    Query.SEARCH_PARTNERS: """
        query SearchPartners($value: String!) {
          partners(search: $value, first: 20) { nodes { externalId name tier { key } } pageInfo { hasNextPage } }
        }""",
    Query.SEARCH_CLIENTS: """
        query SearchClients($value: String!) {
          clients(search: $value, first: 20) { nodes { externalId name registeredOn } pageInfo { hasNextPage } }
        }""",
}  # fmt: skip


def variables(value: str | None, now: datetime) -> Mapping[str, str | None]:
    """Those of a question about a value."""
    day = last_closed_day(now, UTC)
    return {"value": value, "name": value, "day": day.isoformat(), "before": minus_months(day, 1).isoformat()}
