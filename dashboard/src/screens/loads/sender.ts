// How a load's batches are sent: by the mutations that everybody may use.
import type { Client, CombinedError, OperationResult } from "@urql/core";
import { persisted } from "../../api/documents";
import { codeOf, describe, retryAfter } from "../../api/errors";
import { graphql } from "../../gql";
import type { ActivityInput, FactInput } from "../../gql/graphql";
import { common } from "../../texts/common";
import type { Answer, Sender } from "./load";

const LoadFacts = graphql(`
  mutation LoadFacts($records: [FactInput!]!, $confirmReports: Boolean!) {
    importFacts(input: { records: $records }, confirmReports: $confirmReports) {
      accepted
      unchanged
      rejected { index field reason confirmable }
      warnings { index field reason }
      userErrors { message }
    }
  }
`);

const LoadActivity = graphql(`
  mutation LoadActivity($events: [ActivityInput!]!) {
    recordActivity(input: { events: $events }) {
      accepted
      unchanged
      rejected { index field reason }
      warnings { index field reason }
      userErrors { message }
    }
  }
`);

export function createSender(client: Client): Sender {
  return {
    async facts(records, confirmReports) {
      // What a record says is judged by the server, record by record.
      const variables = { records: records as unknown as FactInput[], confirmReports };
      return answerOf(await client.mutation(persisted(LoadFacts), variables), ({ importFacts }) => importFacts);
    },
    async activity(events) {
      const variables = { events: events as unknown as ActivityInput[] };
      return answerOf(await client.mutation(persisted(LoadActivity), variables), (data) => data.recordActivity);
    },
  };
}

type Payload = Exclude<Answer, { retryAfter: number } | { failure: string }> & {
  userErrors: readonly { message: string }[];
};

function answerOf<Data>(
  { data, error }: OperationResult<Data>,
  payloadOf: (data: Data) => Payload | null | undefined,
): Answer {
  const payload = data && payloadOf(data);
  if (error || !payload) return error ? refusalOf(error) : { failure: common.states.failed };
  const [refused] = payload.userErrors;
  return refused ? { failure: refused.message } : payload;
}

function refusalOf(error: CombinedError): Answer {
  return codeOf(error) === "RATE_LIMITED" ? { retryAfter: retryAfter(error) ?? 1 } : { failure: describe(error) };
}
