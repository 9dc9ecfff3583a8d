import { graphql } from "relay-runtime";

export const fragment = graphql`
  fragment jobs_job on RecomputeJob @refetchable(queryName: "jobsJobQuery") {
    kind
    status
    progress {
      done
      total
    }
  }
`;

export const recompute = graphql`
  mutation jobsRecomputeMutation($input: RecomputeTiersInput!, $connections: [ID!]!) {
    recomputeTiers(input: $input) {
      job @prependNode(connections: $connections, edgeTypeName: "RecomputeJobEdge") {
        id
        ...jobs_job
      }
      userErrors {
        code
        path
      }
    }
  }
`;

export const progress = graphql`
  subscription jobsProgressSubscription($id: ID!) {
    recomputeProgress(jobId: $id) {
      ...jobs_job
    }
  }
`;

export const changes = graphql`
  subscription jobsTierChangesSubscription($after: String) {
    tierChanges(after: $after) {
      cursor
      kind
      decision {
        id
        partner {
          ...partner_standing
        }
      }
    }
  }
`;
