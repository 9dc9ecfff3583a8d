// What one of the partner's numbers is made of, each thing with why it adds what it does.
import { useState } from "react";
import { graphql } from "../../gql";
import type { PartnerExplanationQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatDay } from "../../parts/format";
import { formatMetric } from "../../parts/metrics";
import { Dialog } from "../../parts/page";
import { explanation as texts } from "../../texts/partner";
import { ContributionTable } from "./contributions";
import { useBeside } from "./use-beside";

export const PartnerExplanation = graphql(`
  query PartnerExplanation($externalId: String!, $count: Int!) {
    partner(externalId: $externalId) {
      id
      standing {
        id asOf
        metrics { value metric { key } }
        explain {
          asOf
          metrics {
            value contributionCount
            metric { key name unit currencyCode description }
            contributions(first: $count) {
              amount inMiddle lifts line measure measuredOn countsFrom countsUntil
              client { id externalId name }
              employee { id name email }
              ofMetric { key name unit currencyCode }
              credit { way status countsFrom countsUntil access { lastActiveOn employee { id name email } } }
            }
          }
        }
      }
    }
  }
`);

export type ExplainedMetric = NonNullable<
  NonNullable<NonNullable<PartnerExplanationQuery["partner"]>["standing"]>["explain"]
>["metrics"][number];

/** How many contributions are asked for at first: what a page can show, and cheap enough to open often. */
export const FEW = 100;
/** As many as the server gives. */
export const MANY = 500;

export function ExplanationDialog({ externalId }: { externalId: string }) {
  const [key, close] = useBeside("explain");
  const [count, setCount] = useState(FEW);
  const [answer, ask] = useLiveQuery(
    PartnerExplanation,
    { externalId, count },
    { topics: ["standings"], pause: key === "" },
  );
  const standing = answer.data?.partner?.standing;
  const found = standing?.explain?.metrics.find(({ metric }) => metric.key === key);
  const stored = standing?.metrics.find(({ metric }) => metric.key === key)?.value ?? null;
  return (
    <Dialog side title={texts.title(found?.metric.name ?? key)} open={key !== ""} onClose={close}>
      <Async answer={answer} retry={ask} lines={12}>
        {() =>
          found && standing ? (
            <>
              <p className="big-number">{formatMetric(found.value, found.metric)}</p>
              <p className="muted">{texts.about(formatDay(standing.asOf))}</p>
              {found.metric.description && <p>{found.metric.description}</p>}
              {(found.value ?? null) !== stored && (
                <p className="tier-finding kept">
                  {texts.differs(formatMetric(stored, found.metric), formatMetric(found.value, found.metric))}
                </p>
              )}
              <Contributions found={found} count={count} more={() => setCount(MANY)} />
            </>
          ) : (
            <Empty>{texts.none}</Empty>
          )
        }
      </Async>
    </Dialog>
  );
}

function Contributions({ found, count, more }: { found: ExplainedMetric; count: number; more(): void }) {
  const { contributions, contributionCount } = found;
  if (contributions.length === 0) return <Empty>{texts.empty}</Empty>;
  return (
    <>
      <p className="muted">{texts.rows(contributions.length, contributionCount)}</p>
      <ContributionTable found={found} />
      {contributionCount > contributions.length && count < MANY && (
        <button type="button" onClick={more}>
          {texts.more}
        </button>
      )}
    </>
  );
}
