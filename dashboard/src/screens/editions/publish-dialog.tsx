// Publishing: what it does, what it decides anew, and what cannot be undone, before it is done.
import { useState } from "react";
import { useMutation } from "urql";
import { Link, useLocation } from "wouter";
import { persisted } from "../../api/documents";
import { describe } from "../../api/errors";
import { graphql } from "../../gql";
import type { PublishDraftMutation } from "../../gql/graphql";
import { Loading } from "../../parts/async";
import { Dialog, Refusals } from "../../parts/page";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { DecidedAnew } from "./findings";
import { withoutSource } from "./places";
import { useCheck } from "./use-check";

const PublishDraft = graphql(`
  mutation PublishDraft($id: ID!, $backdate: Boolean!, $reason: String) {
    publishEdition(input: { editionId: $id, backdate: $backdate, reason: $reason }) {
      alreadyPublished
      edition { id key status effectiveFrom effectiveUntil }
      decidedAnew { days { first last } decisions { first last } }
      userErrors { message }
    }
  }
`);

type Published = NonNullable<PublishDraftMutation["publishEdition"]>;

interface Props {
  open: boolean;
  onClose(): void;
  draft: { id: string; key: string };
  text: string;
  firstDay: string;
}

export function PublishDialog(props: Props) {
  const { open, onClose, draft } = props;
  const [done, setDone] = useState<Published | null>(null);
  const [, go] = useLocation();
  const title = done ? draft.key : editions.publish.title(draft.key);
  return (
    // What is published is edited no more.
    <Dialog title={title} open={open} onClose={done ? () => go(`/editions/${encodeURIComponent(draft.id)}`) : onClose}>
      {done ? <Done published={done} draft={draft} /> : <Ask {...props} onDone={setDone} />}
    </Dialog>
  );
}

const MOST_REASON = 1_000;

function Ask({ draft, text, firstDay, onClose, onDone }: Props & { onDone(published: Published): void }) {
  const { publish, check: texts } = editions;
  const [backdate, setBackdate] = useState(false);
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<readonly { message: string }[]>([]);
  const [{ fetching }, send] = useMutation(persisted(PublishDraft));
  const { found, failure, checking } = useCheck(text, { backdate });
  const computed = backdate || found?.userErrors.some(({ code }) => code === "DAY_COMPUTED");
  const errors = found?.userErrors ?? [];

  async function submit() {
    // The server keeps one line, and several may have been typed.
    const why = reason.trim().replace(/\s+/g, " ");
    const { data, error } = await send({ id: draft.id, backdate, reason: backdate ? why : null });
    const payload = data?.publishEdition;
    if (payload?.edition) onDone(payload);
    else setRefused(payload?.userErrors ?? [{ message: error ? describe(error) : common.states.failed }]);
  }

  if (!found) return failure ? <Refusals errors={[{ message: failure }]} /> : <Loading lines={4} />;
  return (
    <div className="pile">
      {firstDay && <p className="headline">{publish.first(draft.key, firstDay)}</p>}
      {found.decidedAnew && <DecidedAnew anew={found.decidedAnew} />}
      {computed && (
        <fieldset className="backdate">
          <label>
            <input type="checkbox" checked={backdate} onChange={({ target }) => setBackdate(target.checked)} />
            {publish.backdate}
          </label>
          {backdate && (
            <label>
              {publish.reason}
              <textarea
                value={reason}
                maxLength={MOST_REASON}
                rows={2}
                required
                onChange={({ target }) => setReason(target.value)}
              />
              <span className="muted">{publish.reasonHint}</span>
            </label>
          )}
        </fieldset>
      )}
      {errors.length > 0 && (
        <div className="failure">
          <p>{publish.blocked}</p>
          <ul>
            {errors.map(({ message }) => (
              <li key={message}>{withoutSource(message)}</li>
            ))}
          </ul>
        </div>
      )}
      {[
        { title: texts.notApplied, messages: found.notApplied },
        { title: texts.warnings, messages: found.warnings },
      ].map(
        ({ title, messages }) =>
          messages.length > 0 && (
            <div key={title} className="remark">
              <p>{title}</p>
              <ul>
                {messages.map((message) => (
                  <li key={message}>{message}</li>
                ))}
              </ul>
            </div>
          ),
      )}
      <p>
        <strong>{publish.final}</strong>
      </p>
      <Refusals errors={refused} />
      <div className="actions">
        <button
          type="button"
          className="primary"
          disabled={fetching || checking || errors.length > 0 || (backdate && !reason.trim())}
          onClick={submit}
        >
          {publish.submit(draft.key, firstDay)}
        </button>
        <button type="button" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </div>
  );
}

function Done({ published, draft }: { published: Published; draft: { id: string; key: string } }) {
  const { publish } = editions;
  const { decidedAnew: anew } = published;
  return (
    <div className="pile" role="status">
      <p className="headline">{published.alreadyPublished ? publish.already(draft.key) : publish.done(draft.key)}</p>
      {anew && <DecidedAnew anew={anew} />}
      <div className="actions">
        {(anew?.days || anew?.decisions) && (
          <Link className="button primary" href="/jobs">
            {publish.jobs}
          </Link>
        )}
        <Link className="button" href={`/editions/${encodeURIComponent(draft.id)}`}>
          {publish.open}
        </Link>
      </div>
    </div>
  );
}
