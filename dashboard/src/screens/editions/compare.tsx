// Two editions compared: what one says that the other does not, by place.
import { Link, useLocation, useSearchParams } from "wouter";
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Page, Panel } from "../../parts/page";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { editionBefore, editionPath, type Found, findEdition } from "./links";
import { type EditionRow, type Programs, WithEdition } from "./programs";

const EditionDiff = graphql(`
  query EditionDiff($before: ID!, $after: ID!) {
    edition(id: $before) { id diff(with: $after) { path kind before after } }
  }
`);

/** An edition, beside the one that `?with=` names: by default the one before it. */
export function CompareScreen({ named }: { named: string }) {
  const [search] = useSearchParams();
  return (
    <WithEdition named={named}>
      {(found, all) => {
        const other =
          findEdition(all.programs, search.get("with") ?? "", all.deciding)?.edition ?? editionBefore(found);
        return <Compare found={found} other={other as EditionRow | null} all={all} />;
      }}
    </WithEdition>
  );
}

function Compare({ found, other, all }: { found: Found<EditionRow>; other: EditionRow | null; all: Programs }) {
  const { compare } = editions;
  const { edition, program } = found;
  const [, go] = useLocation();
  const choices = all.programs.flatMap((one) => one.editions.map((each) => ({ each, program: one })));
  const pathOf = (id: string) => {
    const chosen = choices.find(({ each }) => each.id === id);
    return chosen ? editionPath(chosen.each, chosen.program.key, all.deciding) : "/editions";
  };
  const compareWith = (id: string, withId: string) => `${pathOf(id)}/compare?with=${encodeURIComponent(withId)}`;
  const select = (label: string, value: string, onChoose: (id: string) => void) => (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChoose(target.value)}>
        {choices.map(({ each, program: of }) => (
          <option key={each.id} value={each.id}>
            {all.programs.length > 1 ? `${of.key} ${each.key}` : each.key} ({statusOf(each)})
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Page title={compare.title(other?.key ?? common.none, edition.key)} about={program.name}>
      <div className="filters">
        {select(compare.with, edition.id, (id) => go(compareWith(id, other?.id ?? "")))}
        {other && select(compare.and, other.id, (id) => go(compareWith(edition.id, id)))}
        {other && (
          <Link className="button" href={compareWith(other.id, edition.id)}>
            {compare.swap}
          </Link>
        )}
      </div>
      {other && <Changes before={other} after={edition} />}
    </Page>
  );
}

function statusOf({ status }: EditionRow): string {
  return status === "DRAFT" ? editions.list.draft : editions.list.published.past;
}

function Changes({ before, after }: { before: EditionRow; after: EditionRow }) {
  const { compare } = editions;
  const [answer, ask] = useLiveQuery(EditionDiff, { before: before.id, after: after.id });
  return (
    <Async answer={answer} retry={ask} lines={10}>
      {({ edition }) => {
        if (!edition) return <Empty>{editions.view.unknown(before.key)}</Empty>;
        return (
          <Panel title={compare.finding(edition.diff.length, after.key, before.key)} wide>
            {edition.diff.length > 0 && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
              <section className="scroll" aria-label={compare.title(before.key, after.key)} tabIndex={0}>
                <table className="diff">
                  <thead>
                    <tr>
                      <th scope="col">{compare.place}</th>
                      <th scope="col">{compare.kind}</th>
                      <th scope="col">{before.key}</th>
                      <th scope="col">{after.key}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {edition.diff.map(({ path, kind, before: was, after: now }) => (
                      <tr key={path}>
                        <td>
                          <code>{path}</code>
                        </td>
                        <td>
                          <span className={BADGES[kind]}>{compare.kinds[kind]}</span>
                        </td>
                        <td className="was">{was ?? <span className="absent">{common.none}</span>}</td>
                        <td className="now">{now ?? <span className="absent">{common.none}</span>}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            )}
          </Panel>
        );
      }}
    </Async>
  );
}

const BADGES = { ADDED: "badge good", CHANGED: "badge warn", REMOVED: "badge bad" };
