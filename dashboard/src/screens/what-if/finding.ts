// What the answer says, in a sentence or two.
import { formatDay } from "../../parts/format";
import { whatIf } from "../../texts/what-if";
import type { Answer, Side } from "./queries";

export function findingOf({ before, after }: Pick<Answer, "before" | "after">, supposed: boolean): string {
  const texts = whatIf.answer.finding;
  if (!before || !after) return whatIf.answer.notThere;
  if (!supposed) return texts.none;
  const name = (side: Pick<Side, "tier"> | null | undefined) => side?.tier?.name ?? texts.noTier;
  const ranks = (after.tier?.rank ?? 0) - (before.tier?.rank ?? 0);
  const first = ranks > 0 ? texts.rises : ranks < 0 ? texts.falls : texts.same;
  const sentences = [ranks < 0 && !after.tier ? texts.fallsOut : first(name(after))];
  const decision = after.nextDecision;
  if (decision) {
    const day = formatDay(decision.effectiveOn);
    const same = decision.tier?.rank === before.nextDecision?.tier?.rank;
    sentences.push(
      same
        ? texts.decided(day, name(decision))
        : texts.decidedOtherwise(day, name(decision), name(before.nextDecision)),
    );
  }
  return sentences.join(" ");
}
