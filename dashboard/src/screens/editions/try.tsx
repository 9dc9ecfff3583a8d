// An edition, tried on days of the past: which ones is asked here.
import { type FormEvent, useId, useState } from "react";
import { useMutation } from "urql";
import { useLocation } from "wouter";
import { persisted } from "../../api/documents";
import { describe } from "../../api/errors";
import { graphql } from "../../gql";
import { Page, Panel, Refusals } from "../../parts/page";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { DryRunList } from "./dry-run-list";
import { type EditionRow, WithEdition } from "./programs";

const BeginDryRun = graphql(`
  mutation BeginDryRun($edition: ID!, $on: Date, $from: Date, $to: Date) {
    dryRun(input: { editionId: $edition, on: $on, from: $from, to: $to }) {
      dryRun { id number }
      userErrors { message }
    }
  }
`);

export function TryScreen({ named }: { named: string }) {
  return (
    <WithEdition named={named}>
      {({ edition }) => (
        <Page title={editions.dryRun.tryTitle(edition.key)} about={editions.dryRun.tryAbout}>
          <div className="pile">
            <TryForm edition={edition} />
            <DryRunList />
          </div>
        </Page>
      )}
    </WithEdition>
  );
}

type Which = "newest" | "on" | "range";

function TryForm({ edition }: { edition: EditionRow }) {
  const { dryRun: texts } = editions;
  const [which, setWhich] = useState<Which>("newest");
  const [refused, setRefused] = useState<readonly { message: string }[]>([]);
  const [{ fetching }, begin] = useMutation(persisted(BeginDryRun));
  const [, go] = useLocation();
  const hint = useId();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const day = (name: string) => String(form.get(name) ?? "") || null;
    const { data, error } = await begin({
      edition: edition.id,
      on: which === "on" ? day("on") : null,
      from: which === "range" ? day("from") : null,
      to: which === "range" ? day("to") : null,
    });
    const made = data?.dryRun?.dryRun;
    if (made) go(`/editions/dry-runs/${made.number}`);
    else setRefused(data?.dryRun?.userErrors ?? [{ message: error ? describe(error) : common.states.failed }]);
  }

  const choice = (value: Which, label: string) => (
    <label>
      <input type="radio" name="which" checked={which === value} onChange={() => setWhich(value)} />
      {label}
    </label>
  );
  const day = (name: string, label: string) => (
    <label>
      {label}
      <input type="date" name={name} required aria-describedby={hint} />
    </label>
  );
  return (
    <Panel title={texts.which}>
      <form className="try" onSubmit={submit}>
        <fieldset>
          <legend className="hidden">{texts.which}</legend>
          {choice("newest", texts.newest)}
          {choice("on", texts.on)}
          {choice("range", texts.range)}
        </fieldset>
        {which !== "newest" && (
          <div className="filters">
            {which === "on" ? (
              day("on", texts.day)
            ) : (
              <>
                {day("from", texts.from)}
                {day("to", texts.to)}
              </>
            )}
            <span id={hint} className="muted">
              {texts.dayHint}
            </span>
          </div>
        )}
        <Refusals errors={refused} />
        <div className="actions">
          <button type="submit" className="primary" disabled={fetching}>
            {texts.start}
          </button>
        </div>
      </form>
    </Panel>
  );
}
