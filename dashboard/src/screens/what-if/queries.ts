import { graphql } from "../../gql";
import type { WhatIfAnswerQuery, WhatIfEditionQuery, WhatIfPartnerQuery } from "../../gql/graphql";

/** Whom it is about, and whom and what one can choose from. */
export const WhatIfPartner = graphql(`
  query WhatIfPartner($externalId: String!) {
    partner(externalId: $externalId) {
      id externalId name certifiedUntil
      employees(first: 100) { nodes { id externalId name email } }
      clients(first: 100) { nodes { id externalId name } }
    }
  }
`);

export const WhatIfEdition = graphql(`
  query WhatIfEdition($on: Date) {
    edition(on: $on) { id apps { key name } tiers { id key name rank } }
  }
`);

export const WhatIfClients = graphql(`
  query WhatIfClients($search: String!) {
    clients(first: 20, search: $search) { nodes { id externalId name } }
  }
`);

export const WhatIfClient = graphql(`
  query WhatIfClient($externalId: String!) {
    client(externalId: $externalId) { id externalId name }
  }
`);

export const WhatIfAnswer = graphql(`
  query WhatIfAnswer($partner: ID!, $asOf: Date, $assume: ForecastAssumption!, $facts: [SupposedFactInput!]!) {
    whatIf(partner: $partner, asOf: $asOf, assume: $assume, facts: $facts) {
      asOf unchanged creditCount
      before { ...WhatIfSide }
      after { ...WhatIfSide }
      credits(first: 50) {
        clientExternalId clientName way
        before { status countsUntil mrr { amount currencyCode } }
        after { status countsUntil mrr { amount currencyCode } }
        difference { amount currencyCode }
      }
      rejected { index field reason }
      warnings { index field reason }
    }
  }
  fragment WhatIfSide on WhatIfStanding {
    provisional
    tier { id name rank }
    metrics { value metric { key name unit currencyCode } }
    nextDecision { effectiveOn change tier { id name rank } }
    alternatives { required actual missing passed limiting comparison metric { key name unit currencyCode } }
  }
`);

export type Answer = NonNullable<WhatIfAnswerQuery["whatIf"]>;
export type Side = NonNullable<Answer["before"]>;
export type Edition = NonNullable<WhatIfEditionQuery["edition"]>;
export type SupposingPartner = NonNullable<WhatIfPartnerQuery["partner"]>;
