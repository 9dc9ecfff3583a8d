// How many partners have each tier, by the edition in force and by the one that is tried.
import { scaleLinear } from "d3-scale";
import { Figure } from "../../charts/figure";
import { formatNumber } from "../../parts/format";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { type DayTier, NO_TIER } from "./matrix";

const ROW = 52;
const BAR = 16;
const NAMES = 96;
const NUMBERS = 56;

export function TierBars({ tiers, caption }: { tiers: readonly DayTier[]; caption: string }) {
  const { dryRun: texts } = editions;
  const shown = [...tiers.filter(({ key }) => key).reverse(), ...tiers.filter(({ key }) => !key)];
  const most = Math.max(1, ...tiers.map(({ before, after }) => Math.max(before, after)));
  const nameOf = ({ name }: DayTier) => name ?? common.tier.none;
  return (
    <Figure
      caption={caption}
      rows={shown}
      keyOf={({ key }) => key ?? NO_TIER}
      height={shown.length * ROW}
      columns={[
        { name: texts.tier, of: nameOf },
        { name: texts.before, of: ({ before }) => formatNumber(before), number: true },
        { name: texts.after, of: ({ after }) => formatNumber(after), number: true },
        { name: texts.difference, of: ({ before, after }) => signed(after - before), number: true },
      ]}
    >
      {(width) => {
        const scale = scaleLinear([0, most], [0, Math.max(1, width - NAMES - NUMBERS)]);
        return shown.map((tier, at) => (
          <g key={tier.key ?? NO_TIER} transform={`translate(0 ${at * ROW})`} className="tier-bars">
            <text x={0} y={ROW / 2} dy="0.32em" className="name">
              {nameOf(tier)}
            </text>
            <Bar y={8} length={scale(tier.before)} count={tier.before} name="before" />
            <Bar y={8 + BAR + 2} length={scale(tier.after)} count={tier.after} name="after" />
          </g>
        ));
      }}
    </Figure>
  );
}

function Bar({ y, length, count, name }: { y: number; length: number; count: number; name: "before" | "after" }) {
  return (
    <>
      <rect className={name} x={NAMES} y={y} width={Math.max(1, length)} height={BAR} rx={2} />
      <text x={NAMES + length + 6} y={y + BAR / 2} dy="0.32em">
        {formatNumber(count)}
      </text>
    </>
  );
}

function signed(difference: number): string {
  return difference > 0 ? `+${formatNumber(difference)}` : formatNumber(difference);
}
