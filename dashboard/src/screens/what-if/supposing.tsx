// The list of what is supposed, and what can be added to it.
import { useRef, useState } from "react";
import { Panel } from "../../parts/page";
import { whatIf } from "../../texts/what-if";
import { Card, type Choices } from "./card";
import { KIND_NAMES, type KindName, type Surroundings } from "./kinds";
import type { Answer } from "./queries";
import { add, idOf, type Supposition } from "./suppositions";

interface Props {
  typed: readonly Supposition[];
  change(next: readonly Supposition[]): void;
  around: Surroundings;
  choices: Pick<Choices, "partner" | "apps">;
  /** The newest answer, and of which supposition each fact of it was. */
  answer: Answer | null;
  numbers: readonly number[];
}

export function Supposing({ typed, change, around, choices, answer, numbers }: Props) {
  const texts = whatIf.suppose;
  const [fresh, setFresh] = useState<number | null>(null);
  const adding = useRef<HTMLFieldSetElement>(null);
  const named = (kind: KindName) =>
    typed
      .filter((one) => one.kind === kind)
      .map((one) => ({ externalId: idOf(one), name: one.values.name || one.values.email || "" }));
  const all = { ...choices, supposedClients: named("client"), supposedEmployees: named("employee") };
  const reasons = (records: readonly { index: number; reason: string }[] = [], { number }: Supposition) => [
    ...new Set(records.filter(({ index }) => numbers[index] === number).map(({ reason }) => reason)),
  ];
  return (
    <Panel
      title={texts.title}
      aside={
        typed.length > 0 && (
          <button type="button" className="quiet" onClick={() => change([])}>
            {texts.clear}
          </button>
        )
      }
    >
      {typed.length === 0 && <p className="empty">{texts.nothing}</p>}
      {typed.map((one) => (
        <Card
          key={one.number}
          supposition={one}
          choices={all}
          fresh={one.number === fresh}
          rejected={reasons(answer?.rejected, one)}
          warnings={reasons(answer?.warnings, one)}
          onChange={(next) => change(typed.map((other) => (other.number === one.number ? next : other)))}
          onRemove={() => {
            change(typed.filter((other) => other.number !== one.number));
            // The button that was pressed goes away; the keyboard goes on at the next thing to do.
            adding.current?.querySelector("button")?.focus();
          }}
        />
      ))}
      {answer !== null && answer.unchanged > 0 && <p className="warning">{texts.saysNothingNew(answer.unchanged)}</p>}
      <fieldset ref={adding} className="kinds">
        <legend>{texts.add}</legend>
        {KIND_NAMES.map((kind) => (
          <button
            type="button"
            key={kind}
            onClick={() => {
              const next = add(typed, kind, around);
              change(next);
              setFresh(next.at(-1)?.number ?? null);
            }}
          >
            {whatIf.kinds[kind].name}
          </button>
        ))}
      </fieldset>
    </Panel>
  );
}
