"""What is asked: each query in Tierline's names, and in those that PostGraphile generates."""

from enum import StrEnum


class Query(StrEnum):
    NESTED = "nested"
    PAGE = "page"
    PARTNER = "partner"
    TINY = "tiny"
    FORECAST = "forecast"
    CHANGES = "changes"
    EXPLAIN = "explain"
    GATES = "gates"
    WHAT_IF = "what-if"
    AT_RISK = "at-risk"
    NEAR_NEXT = "near-next"
    HISTORY = "history"
    SEARCH_PARTNERS = "search-partners"
    SEARCH_CLIENTS = "search-clients"


COMPARED = (Query.NESTED, Query.PAGE, Query.PARTNER, Query.TINY)  # which peers answer too
OF_ONE = (Query.FORECAST, Query.CHANGES, Query.EXPLAIN, Query.GATES, Query.WHAT_IF)  # what is asked about one partner

CLIENTS_OF_A_PAGE = 100

# The one variable is `after` for lists, the external id for a partner.
TIERLINE = {
    Query.NESTED: """
        query Nested($value: String) {
          partners(first: 50, after: $value) {
            edges {
              node {
                externalId name
                tier { key }
                clients(first: 10) {
                  edges {
                    node { externalId name }
                    credit {
                      sold { amount status countsUntil }
                      managed { amount status countsUntil }
                    }
                  }
                }
              }
            }
            pageInfo { endCursor }
          }
        }""",
    Query.PAGE: """
        query Page($value: String) {
          clients(first: 100, after: $value) {
            edges { cursor node { externalId name country registeredOn } }
            pageInfo { hasNextPage endCursor }
          }
        }""",
    Query.PARTNER: """
        query Partner($value: String!) {
          partner(externalId: $value) {
            externalId name country joinedOn
            tier { key }
            standing { asOf soldMrr managedMrr medianAppUsage certified provisional tier { key } }
            tierHistory(first: 12) {
              edges {
                node { effectiveOn tier { key } soldMrr managedMrr medianAppUsage certified revision knownAt }
              }
            }
          }
        }""",
    Query.TINY: "query Tiny($value: String!) { partner(externalId: $value) { name } }",
}

POSTGRAPHILE = {
    Query.NESTED: """
        query Nested($value: Cursor) {
          allPartners(first: 50, after: $value, orderBy: [NAME_KEY_ASC]) {
            edges {
              node {
                externalId name
                currentTier
                clientCreditsByPartnerId(first: 10, orderBy: [CLIENT_NAME_ASC]) {
                  edges {
                    node {
                      clientByClientId { externalId name }
                      soldAmount soldStatus soldUntil
                      managedAmount managedStatus managedUntil
                    }
                  }
                }
              }
            }
            pageInfo { endCursor }
          }
        }""",
    Query.PAGE: """
        query Page($value: Cursor) {
          allClients(first: 100, after: $value, orderBy: [NAME_KEY_ASC]) {
            edges { cursor node { externalId name country registeredOn } }
            pageInfo { hasNextPage endCursor }
          }
        }""",
    Query.PARTNER: """
        query Partner($value: String!) {
          partnerByExternalId(externalId: $value) {
            externalId name country joinedOn
            currentTier
            newestStanding { asOf soldMrr managedMrr medianAppUsage certified provisional tier }
            tierHistory(first: 12) {
              edges {
                node { effectiveOn tier soldMrr managedMrr medianAppUsage certified revision knownAt }
              }
            }
          }
        }""",
    Query.TINY: "query Tiny($value: String!) { partnerByExternalId(externalId: $value) { name } }",
}
