// What is missing for the next tier, as it is and as it would be.
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import { common } from "../../texts/common";
import { whatIf } from "../../texts/what-if";
import type { Answer, Edition, Side } from "./queries";

const texts = whatIf.gates;

interface Props {
  answer: Answer;
  tiers: Edition["tiers"];
}

export function Gates({ answer: { before, after }, tiers }: Props) {
  if (!before || !after) return null;
  return (
    <Panel title={texts.title}>
      <div className="sides">
        <GatesOf side={before} title={whatIf.answer.before} tiers={tiers} />
        <GatesOf side={after} title={whatIf.answer.after} tiers={tiers} />
      </div>
    </Panel>
  );
}

interface GatesOfProps {
  side: Side;
  title: string;
  tiers: Edition["tiers"];
}

function GatesOf({ side, title, tiers }: GatesOfProps) {
  const next = tiers.find(({ rank }) => rank === (side.tier?.rank ?? 0) + 1);
  return (
    <section>
      <h3>{title}</h3>
      <p className="muted">{next ? texts.forTier(next.name) : texts.holdsHighest(side.tier?.name ?? "")}</p>
      {side.alternatives.map((gates, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no other name
        <div key={place}>
          {place > 0 && <p className="muted">{texts.oneOf}</p>}
          <ul className="gates">
            {gates.map((gate) => (
              <GateLine key={`${gate.metric.key} ${gate.required}`} gate={gate} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

type Gate = Side["alternatives"][number][number];

function GateLine({ gate }: { gate: Gate }) {
  const { metric, required, actual, missing, passed, comparison } = gate;
  const flag = metric.unit === "FLAG";
  const needed = formatMetric(required, metric);
  const said = texts.needs(formatMetric(actual, metric), comparison === "ABOVE" ? texts.above(needed) : needed);
  return (
    <li>
      <div>
        <span>{metric.name}</span>
        <span className={passed ? "badge good" : "badge bad"}>
          {passed ? texts.passed : flag ? texts.notThere : texts.missing(formatMetric(missing, metric))}
        </span>
      </div>
      {!flag && (
        <>
          {/* Only how far the bar reaches: what is said beside it is exact. */}
          <progress aria-label={metric.name} value={shareOf(actual, required)} max={1} />
          <span className="muted number">{actual == null ? common.none : said}</span>
        </>
      )}
    </li>
  );
}

function shareOf(actual: string | null | undefined, required: string): number {
  if (actual == null) return 0;
  if (Number(required) <= 0) return Number(actual) >= Number(required) ? 1 : 0;
  return Math.min(1, Math.max(0, Number(actual) / Number(required)));
}
