import { type FormEvent, useState } from "react";
import type { PartnersEditionQuery } from "../../gql/graphql";
import { formatMetric } from "../../parts/metrics";
import type { List } from "../../parts/use-list";
import { partners } from "../../texts/partners";
import { isRange, MOST_RANGES, type Range, readRanges, writeRanges } from "./ranges";

type Metric = NonNullable<PartnersEditionQuery["edition"]>["metrics"][number];

interface Props {
  list: List;
  metrics: readonly Metric[];
}

/** Ranges of metrics: those that filter, each to be taken away, and a form for another one. */
export function Ranges({ list, metrics }: Props) {
  const texts = partners.ranges;
  const ranges = readRanges(list.get("ranges"));
  const [open, setOpen] = useState(false);
  const change = (next: readonly Range[]) => list.set("ranges", writeRanges(next));
  const named = (range: Range) => {
    const metric = metrics.find((one) => one.key === range.key);
    const name = metric?.name ?? range.key;
    const [from, to] = [range.min, range.max].map((bound) => (metric ? formatMetric(bound || null, metric) : bound));
    if (range.min && range.max) return texts.between(name, from ?? "", to ?? "");
    return range.min ? texts.atLeast(name, from ?? "") : texts.atMost(name, to ?? "");
  };
  return (
    <div className="partners-ranges">
      {ranges.map((range) => (
        <button
          type="button"
          key={`${range.key}:${range.min}:${range.max}`}
          className="chip"
          aria-label={texts.remove(named(range))}
          onClick={() => change(ranges.filter((one) => one !== range))}
        >
          {named(range)} <span aria-hidden="true">×</span>
        </button>
      ))}
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {texts.another}
      </button>
      {open && (
        <RangeForm
          metrics={metrics}
          full={ranges.length >= MOST_RANGES}
          add={(range) => {
            change([...ranges, range]);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

interface FormProps {
  metrics: readonly Metric[];
  full: boolean;
  add(range: Range): void;
}

function RangeForm({ metrics, full, add }: FormProps) {
  const texts = partners.ranges;
  const [fault, setFault] = useState("");
  const [chosen, setChosen] = useState(metrics[0]?.key);
  const unit = metrics.find((one) => one.key === chosen)?.unit;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => String(form.get(name) ?? "").trim();
    const range = { key: read("metric"), min: read("min"), max: read("max") };
    if (full) setFault(texts.full);
    else if (!isRange(range)) setFault(texts.bad);
    else add(range);
  }

  return (
    <form className="filters" aria-label={texts.title} onSubmit={submit}>
      <label>
        {texts.metric}
        <select name="metric" value={chosen} onChange={({ target }) => setChosen(target.value)}>
          {metrics.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.from}
        <input name="min" inputMode="decimal" size={10} aria-invalid={fault !== ""} aria-describedby="range-fault" />
      </label>
      <label>
        {texts.to}
        <input name="max" inputMode="decimal" size={10} aria-invalid={fault !== ""} aria-describedby="range-fault" />
      </label>
      <button type="submit">{texts.add}</button>
      {unit === "RATIO" && <p className="muted">{texts.ratioHint}</p>}
      {unit === "FLAG" && <p className="muted">{texts.flagHint}</p>}
      <p id="range-fault" role="alert" className="refusal">
        {fault}
      </p>
    </form>
  );
}
