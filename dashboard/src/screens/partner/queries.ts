// What several parts of the screen ask for. A document that two of them use is sent once.
import { graphql } from "../../gql";

export const PartnerHead = graphql(`
  query PartnerHead($externalId: String!, $day: Date) {
    partner(externalId: $externalId) {
      id externalId name tierSince certifiedUntil joinedOn
      dataThrough { newestActivity newestComputedDay newestReport { period ranOn } }
      tier { id key name rank }
      tierHistory(first: 1) { nodes { id effectiveOn asOf } }
      standing {
        id asOf provisional
        performingTier { id key name rank }
        nextTier { id key name rank }
        metrics { value metric { key name unit currencyCode description } }
      }
    }
    edition(on: $day) {
      id name
      tiers { id key name rank }
      policy {
        firstTermMonths fallsWaitForApproval provisionalMayDemote
        fall { on months }
        keptBy { decidingDays wholeMonths }
        terms { tier months }
      }
    }
  }
`);

/** Three years of monthly decisions. */
export const PartnerHistory = graphql(`
  query PartnerHistory($externalId: String!) {
    partner(externalId: $externalId) {
      id
      tierHistory(first: 36) {
        nodes {
          id effectiveOn asOf
          tier { id key name rank }
          metrics { value metric { key name unit currencyCode } }
        }
      }
    }
  }
`);

/** The gates of up to eight tiers by their keys; of a key that is no tier's there are none. */
export const PartnerLadder = graphql(`
  query PartnerLadder(
    $externalId: String!, $t1: String!, $t2: String!, $t3: String!, $t4: String!
    $t5: String!, $t6: String!, $t7: String!, $t8: String!
  ) {
    partner(externalId: $externalId) {
      id
      standing {
        id
        t1: alternatives(tier: $t1) { ...LadderGate }
        t2: alternatives(tier: $t2) { ...LadderGate }
        t3: alternatives(tier: $t3) { ...LadderGate }
        t4: alternatives(tier: $t4) { ...LadderGate }
        t5: alternatives(tier: $t5) { ...LadderGate }
        t6: alternatives(tier: $t6) { ...LadderGate }
        t7: alternatives(tier: $t7) { ...LadderGate }
        t8: alternatives(tier: $t8) { ...LadderGate }
      }
    }
  }
`);

export const LadderGate = graphql(`
  fragment LadderGate on Gate {
    id comparison required actual missing passed
    metric { key name unit currencyCode }
  }
`);

export const PartnerForecast = graphql(`
  query PartnerForecast($externalId: String!, $assume: ForecastAssumption!) {
    partner(externalId: $externalId) {
      id
      forecast(assume: $assume) {
        lastClosedDay
        decisions {
          effectiveOn asOf change reason provisional expiredCount
          tier { id key name rank }
          metrics { value metric { key name unit currencyCode } }
          alternatives { actual required missing passed limiting metric { key name unit currencyCode } }
          expired(first: 3) { lastDay status way mrr { amount currencyCode } client { id externalId name } }
        }
      }
    }
  }
`);
