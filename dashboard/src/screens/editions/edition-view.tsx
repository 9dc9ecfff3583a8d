// One edition as people read it: its ladder and rules in words, and the file below.
import { Link } from "wouter";
import { graphql } from "../../gql";
import type { EditionToReadQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Page, Panel } from "../../parts/page";
import { TierBadge } from "../../parts/values";
import { editions } from "../../texts/editions";
import { StatusBadge } from "./edition-list";
import { FileRules } from "./file-rules";
import { editionBefore, editionPath, type Found } from "./links";
import { type EditionRow, type Programs, WithEdition } from "./programs";
import { gateInWords, policyInWords } from "./words";

const EditionToRead = graphql(`
  query EditionToRead($id: ID!) {
    edition(id: $id) {
      id
      text
      sources
      backdateReason
      apps { key name }
      metrics { key name description unit }
      tiers {
        id
        key
        name
        rank
        alternatives { id comparison minimum metric { key name unit currencyCode } }
      }
      policy {
        deciding { rhythm day months }
        rise { on day months }
        fall { on day months }
        keptBy { decidingDays wholeMonths }
        mustHold
        terms { tier months }
        firstTermMonths
        provisionalMayDemote
        fallsWaitForApproval
        carry { before now }
      }
    }
  }
`);

export type EditionData = NonNullable<EditionToReadQuery["edition"]>;

export function EditionView({ named }: { named: string }) {
  return (
    <WithEdition named={named}>{(found, all) => <Read key={found.edition.id} found={found} all={all} />}</WithEdition>
  );
}

function Read({ found, all }: { found: Found<EditionRow>; all: Programs }) {
  const { edition, program } = found;
  const { view } = editions;
  const [answer, ask] = useLiveQuery(EditionToRead, { id: edition.id });
  const path = editionPath(edition, program.key, all.deciding);
  const before = editionBefore(found);
  return (
    <Page
      title={`${edition.key}: ${edition.name}`}
      about={
        <>
          <StatusBadge edition={edition} today={all.today} />{" "}
          {edition.status === "PUBLISHED"
            ? view.period(edition.effectiveFrom, edition.effectiveUntil ?? null)
            : view.draft(edition.effectiveFrom)}
        </>
      }
      actions={
        <>
          {before && (
            <Link className="button" href={`${path}/compare?with=${encodeURIComponent(before.id)}`}>
              {view.compare}
            </Link>
          )}
          <Link className="button" href={`${path}/try`}>
            {view.tryIt}
          </Link>
          {edition.status === "DRAFT" ? (
            <Link className="button primary" href={`${path}/edit`}>
              {view.edit}
            </Link>
          ) : (
            <Link className="button" href={`/editions/new?from=${encodeURIComponent(edition.id)}`}>
              {view.copy}
            </Link>
          )}
        </>
      }
    >
      <Async answer={answer} retry={ask} lines={16}>
        {({ edition: data }) => (data ? <Rules data={data} /> : <Empty>{view.unknown(edition.key)}</Empty>)}
      </Async>
    </Page>
  );
}

function Rules({ data }: { data: EditionData }) {
  const { view } = editions;
  const names = new Map([...data.tiers, ...data.metrics].map(({ key, name }) => [key, name]));
  return (
    <div className="pile">
      {data.backdateReason && <p className="remark">{view.backdated(data.backdateReason)}</p>}
      <div className="grid">
        <Panel title={view.tiers}>
          <p className="muted">{view.tiersAbout}</p>
          <ol className="rungs">
            {data.tiers.map((tier) => (
              <li key={tier.id}>
                <TierBadge tier={tier} />
                {tier.alternatives.length === 0 && <p className="muted">{view.everybody}</p>}
                {tier.alternatives.map((gates, at) => (
                  <div key={gates[0]?.id}>
                    {at > 0 && <p className="muted">{view.or}</p>}
                    <ul>
                      {gates.map((gate) => (
                        <li key={gate.id}>{gateInWords(gate)}</li>
                      ))}
                    </ul>
                  </div>
                ))}
              </li>
            ))}
          </ol>
        </Panel>
        <Panel title={view.policy}>
          <ul className="sentences">
            {policyInWords(data.policy, (key) => names.get(key) ?? key).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Panel>
      </div>
      <FileRules data={data} />
      <Panel title={view.text} wide aside={<span className="muted">{view.textAbout}</span>}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
        <pre className="file" tabIndex={0}>
          {data.text}
        </pre>
      </Panel>
    </div>
  );
}
