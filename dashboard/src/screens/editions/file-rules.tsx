// What of an edition only its file says: what metrics are, when clients count, what currencies are worth.
import { useMemo } from "react";
import { formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { Day } from "../../parts/values";
import { editions } from "../../texts/editions";
import type { EditionData } from "./edition-view";
import { parseFile, type Table, tables, text, texts } from "./file";
import { creditInWords, metricInWords, namesIn } from "./words";

const NOTHING: Table = {};

export function FileRules({ data }: { data: EditionData }) {
  const file = useMemo(() => {
    const parsed = parseFile(data.text);
    return parsed.ok ? parsed.file : NOTHING;
  }, [data.text]);
  const { view, units } = editions;
  const definitions = new Map(tables(file, "metrics").map((one) => [text(one, "key"), metricInWords(one, file)]));
  const credits = tables(file, "credits");
  return (
    <>
      <Panel title={view.metrics} wide>
        <dl className="definitions">
          {data.metrics.map(({ key, name, description, unit }) => (
            <div key={key}>
              <dt>
                {name} <span className="badge">{units[unit]}</span>
              </dt>
              <dd>
                {description && <p>{description}</p>}
                <p className={description ? "muted" : undefined}>{definitions.get(key)?.join(" ")}</p>
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
      <div className="grid">
        {credits.length > 0 && (
          <Panel title={view.credits}>
            <dl className="definitions narrow">
              {credits.map((credit) => (
                <div key={text(credit, "key")}>
                  <dt>{text(credit, "name")}</dt>
                  <dd>{creditInWords(credit).join(" ")}</dd>
                </div>
              ))}
            </dl>
          </Panel>
        )}
        <Currencies file={file} />
        <Catalogues file={file} data={data} />
        <Panel title={view.sources}>
          {data.sources.length === 0 ? (
            <p className="muted">{view.noSources}</p>
          ) : (
            <ul className="sentences">
              {data.sources.map((source) => (
                <li key={source}>
                  <Source text={source} />
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
      <Factors file={file} />
    </>
  );
}

function Currencies({ file }: { file: Table }) {
  const { view } = editions;
  const own = text(file, "currency") ?? "";
  const others = tables(file, "currencies");
  return (
    <Panel title={view.currencies}>
      <p>{view.counts(own)}</p>
      {others.length === 0 ? (
        <p className="muted">{view.noOther}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{view.currency}</th>
              <th scope="col" className="number">
                {view.worth}
              </th>
              <th scope="col">{view.validFrom}</th>
              <th scope="col">{view.validUntil}</th>
            </tr>
          </thead>
          <tbody>
            {others.map((one) => (
              <tr key={`${text(one, "code")}/${text(one, "valid_from")}`}>
                <td className="number">
                  {exact(one, "amount")} {text(one, "code")}
                </td>
                <td className="number">
                  {exact(one, "worth")} {own}
                </td>
                <td>
                  <Day value={text(one, "valid_from")} />
                </td>
                <td>
                  <Day value={text(one, "valid_until")} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** Rates are shown as they are written: rounding one would say another. */
function exact(of: Table, key: string): string {
  return text(of, key) ?? "";
}

function Catalogues({ file, data: { apps } }: { file: Table; data: EditionData }) {
  const { view } = editions;
  const names = new Map(apps.map(({ key, name }) => [key, name]));
  const catalogues = tables(file, "catalogues");
  if (catalogues.length === 0) return null;
  return (
    <Panel title={view.catalogues}>
      {catalogues.map((one) => {
        const members = [...texts(one, "members").filter((name) => name !== "[object Object]")];
        const dated = tables(one, "members");
        return (
          <details key={text(one, "key")} open={catalogues.length === 1}>
            <summary>
              {text(one, "key")} <span className="muted">({formatNumber(members.length + dated.length)})</span>
            </summary>
            <ul className="chips">
              {members.map((member) => (
                <li key={member} className="badge">
                  {names.get(member) ?? member}
                </li>
              ))}
              {dated.map((member) => (
                <li key={`${text(member, "name")}/${text(member, "valid_from")}`} className="badge">
                  {text(member, "name")} <Span of={member} />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </Panel>
  );
}

function Span({ of }: { of: Table }) {
  return (
    <>
      <Day value={text(of, "valid_from")} /> – <Day value={text(of, "valid_until")} />
    </>
  );
}

function Factors({ file }: { file: Table }) {
  const factors = tables(file, "threshold_factors");
  if (factors.length === 0) return null;
  const nameOf = namesIn(file);
  return (
    <Panel title={editions.view.factors} wide>
      <ul className="sentences">
        {factors.map((one) => {
          const metrics = texts(one, "metrics").map(nameOf).join(", ");
          const said = editions.gate.factor(metrics, exact(one, "factor"), text(one, "countries") ?? "");
          return <li key={said}>{said}</li>;
        })}
      </ul>
    </Panel>
  );
}

/** A link where it begins with an address, with what is said of it after. */
function Source({ text: source }: { text: string }) {
  const [, address, rest] = /^(https?:\/\/\S+)(.*)$/.exec(source) ?? [];
  if (!address) return source;
  return (
    <>
      <a href={address} rel="noreferrer" target="_blank">
        {address}
      </a>
      {rest}
    </>
  );
}
