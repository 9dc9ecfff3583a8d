// An MRR of all partners together: what it is now, and how it has come to be.
import { Figure } from "../../charts/figure";
import { Trend } from "../../charts/trend";
import { formatDay, formatMoney, timeOf } from "../../parts/format";
import { Day, Money } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";
import { type Amount, mrrCaption } from "./captions";

interface Props {
  name: string;
  tone: "sold" | "managed";
  days: readonly { day: string; value: Amount | null | undefined }[];
}

const HEIGHT = 110;

export function MrrTrend({ name, tone, days }: Props) {
  const newest = days.findLast(({ value }) => value?.amount != null)?.value;
  const points = days.map(({ day, value }) => ({
    key: day,
    at: timeOf(day),
    value: value?.amount == null ? null : Number(value.amount),
    title: `${formatDay(day)}: ${value?.amount == null ? "" : formatMoney(value.amount, value.currencyCode)}`,
  }));
  return (
    <section className="trend-of" aria-label={name}>
      <p>
        <span className="muted">{name}</span>
        <strong>
          <Money value={newest} whole />
        </strong>
      </p>
      <Figure
        caption={mrrCaption(name, days)}
        height={HEIGHT}
        rows={days.toReversed()}
        keyOf={({ day }) => day}
        columns={[
          { name: portfolio.tiers.day, of: ({ day }) => <Day value={day} /> },
          { name, of: ({ value }) => <Money value={value} />, number: true },
        ]}
      >
        {(width) => <Trend points={points} width={width} height={HEIGHT} tone={tone} />}
      </Figure>
    </section>
  );
}
