// The editions of each program with their days, and the dry runs that were made.
import { Link } from "wouter";
import { Empty } from "../../parts/async";
import { Page, Panel } from "../../parts/page";
import { Day, Instant } from "../../parts/values";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { DryRunList } from "./dry-run-list";
import { editionBefore, editionPath, isInForce } from "./links";
import { type EditionRow, type ProgramData, type Programs, WithPrograms } from "./programs";

export function EditionList() {
  return (
    <WithPrograms>
      {(all) => {
        const deciding = all.programs.find(({ key }) => key === all.deciding);
        const basis = deciding?.editions.find((one) => isInForce(one, all.today)) ?? deciding?.editions[0];
        const from = basis ? `?from=${encodeURIComponent(basis.id)}` : "";
        return (
          <Page
            title={common.screens.editions}
            about={editions.about}
            actions={
              <Link className="button primary" href={`/editions/new${from}`}>
                {editions.list.newDraft}
              </Link>
            }
          >
            <div className="pile">
              {all.programs.length === 0 && <Empty>{editions.list.empty}</Empty>}
              {all.programs.map((program) => (
                <ProgramPanel key={program.id} program={program} all={all} />
              ))}
              <DryRunList />
            </div>
          </Page>
        );
      }}
    </WithPrograms>
  );
}

function ProgramPanel({ program, all: { deciding, today } }: { program: ProgramData; all: Programs }) {
  const { list } = editions;
  return (
    <Panel title={program.name} wide aside={<span className="muted">{program.currency}</span>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="scroll" aria-label={program.name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {[list.edition, list.status, list.from, list.until, list.changed, list.actions].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {program.editions.map((edition) => {
              const path = editionPath(edition, program.key, deciding);
              const before = editionBefore({ edition, program });
              return (
                <tr key={edition.id}>
                  <td>
                    <Link href={path} className="strong">
                      {edition.key}
                    </Link>
                    <div className="muted">{edition.name}</div>
                  </td>
                  <td>
                    <StatusBadge edition={edition} today={today} />
                  </td>
                  <td>
                    <Day value={edition.effectiveFrom} />
                  </td>
                  <td>
                    {edition.effectiveUntil ? (
                      <Day value={edition.effectiveUntil} />
                    ) : (
                      <span className="muted">{edition.status === "PUBLISHED" ? list.open : common.none}</span>
                    )}
                  </td>
                  <td>
                    <Instant value={edition.changedAt} />
                    {edition.changedBy && <div className="muted">{list.by(edition.changedBy)}</div>}
                  </td>
                  <td>
                    <div className="links">
                      {edition.status === "DRAFT" && <Link href={`${path}/edit`}>{list.edit}</Link>}
                      {before && before.effectiveFrom < edition.effectiveFrom && (
                        <Link href={`${path}/compare?with=${encodeURIComponent(before.id)}`}>
                          {edition.status === "DRAFT" ? list.compareInForce : list.compareBefore}
                        </Link>
                      )}
                      {edition.status !== "WITHDRAWN" && <Link href={`${path}/try`}>{editions.view.tryIt}</Link>}
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

export function StatusBadge({ edition, today }: { edition: EditionRow; today: string }) {
  const { list } = editions;
  if (isInForce(edition, today)) return <span className="badge good">{list.inForce}</span>;
  if (edition.status === "DRAFT") return <span className="badge warn">{list.draft}</span>;
  if (edition.status === "WITHDRAWN") return <span className="badge">{list.withdrawn}</span>;
  return <span className="badge">{edition.effectiveFrom > today ? list.published.future : list.published.past}</span>;
}
