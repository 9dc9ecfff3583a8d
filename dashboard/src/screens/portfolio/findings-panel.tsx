// What is doubtful in the facts, by kind: how much of it there is, and what to do.
import { Link, useLocation, useSearchParams } from "wouter";
import { graphql } from "../../gql";
import type { FindingCountsQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatDay, formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { portfolio } from "../../texts/portfolio";

export const FindingCounts = graphql(`
  query FindingCounts {
    portfolio { findingCounts { kind count severity says remedy sizeIs asOf } }
  }
`);

export type FindingCount = NonNullable<NonNullable<FindingCountsQuery["portfolio"]>["findingCounts"]>[number];

const TONES = { HIGH: "bad", MEDIUM: "warn", LOW: "" };

export function FindingsPanel() {
  const texts = portfolio.findings;
  const [answer, ask] = useLiveQuery(FindingCounts, {}, { topics: ["standings"] });
  const counts = answer.data?.portfolio?.findingCounts ?? [];
  const asOf = counts.find((one) => one.asOf)?.asOf;
  return (
    <Panel
      anchor="findings"
      title={texts.title}
      aside={asOf && <span className="muted">{texts.about(formatDay(asOf))}</span>}
    >
      <Async answer={answer} retry={ask} lines={9}>
        {() => <Kinds counts={counts} />}
      </Async>
    </Panel>
  );
}

function Kinds({ counts }: { counts: readonly FindingCount[] }) {
  const texts = portfolio.findings;
  const looked = counts.filter(({ count }) => count != null);
  if (looked.length === 0) return <Empty>{texts.never}</Empty>;
  const found = looked.filter(({ count }) => count);
  const others = looked.length - found.length;
  return (
    <>
      {found.length === 0 ? (
        <Empty>{texts.none}</Empty>
      ) : (
        <ul className="findings">
          {found.map((one) => (
            <li key={one.kind}>
              <KindLink of={one} />
              <span className={`badge ${TONES[one.severity]}`}>{texts.severities[one.severity]}</span>
              <div>
                <p>{sentence(one.says)}</p>
                <p className="muted">{sentence(one.remedy)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {found.length > 0 && others > 0 && <p className="muted">{texts.alsoNone(others)}</p>}
    </>
  );
}

function KindLink({ of: { kind, count, says } }: { of: FindingCount }) {
  const [search] = useSearchParams();
  const [path] = useLocation();
  const next = new URLSearchParams(search);
  next.set("findings", kind);
  const shown = formatNumber(count ?? 0);
  return (
    <Link href={`${path}?${next}`} className="number" aria-label={portfolio.findings.see(shown, says)}>
      {shown}
    </Link>
  );
}

/** The server's words, which begin small and end without a stop. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
