// A draft's text beside what is to mend in it; saved, withdrawn, tried and published from here.
import { useMemo, useRef, useState } from "react";
import { useMutation } from "urql";
import { Link, useLocation } from "wouter";
import { persisted } from "../../api/documents";
import { describe } from "../../api/errors";
import { graphql } from "../../gql";
import { Dialog, Page, Refusals } from "../../parts/page";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { parseFile, text as textIn } from "./file";
import { Findings, markedIn } from "./findings";
import { withoutSource } from "./places";
import { PublishDialog } from "./publish-dialog";
import { TextArea, type TextAreaHandle } from "./text-area";
import { bytesOf, MOST_BYTES, useCheck } from "./use-check";
import { useTyped } from "./use-typed";

const KeepDraft = graphql(`
  mutation KeepDraft($text: String!) {
    draftEdition(input: { text: $text }) {
      edition { id key text status program { id key } }
      userErrors { message }
    }
  }
`);

const WithdrawDraft = graphql(`
  mutation WithdrawDraft($id: ID!) {
    withdrawEdition(input: { editionId: $id }) { edition { id status } userErrors { message } }
  }
`);

interface SavedEdition {
  id: string;
  key: string;
  program: { key: string };
}

interface Props {
  /** Under which what is typed is kept in this tab. */
  name: string;
  title: string;
  saved: string;
  /** What is kept already; null for a new one. */
  draft: { id: string; key: string } | null;
  onSaved(edition: SavedEdition): void;
}

export function Editor({ name, title, saved, draft, onSaved }: Props) {
  const { editor } = editions;
  const typed = useTyped(name, saved);
  const { text, unsaved } = typed;
  const check = useCheck(text, { pause: text.trim() === "" });
  const field = useRef<TextAreaHandle>(null);
  const [begun] = useState(saved);
  const [dialog, setDialog] = useState<"publish" | "withdraw" | null>(null);
  const [keeping, keep] = useMutation(persisted(KeepDraft));
  const [refused, setRefused] = useState<readonly { message: string }[]>([]);
  const marked = useMemo(() => markedIn(check.found, check.of), [check.found, check.of]);
  const bytes = bytesOf(text);
  const [savedHere, setSavedHere] = useState<string | null>(null);

  async function save() {
    const { data, error } = await keep({ text });
    const payload = data?.draftEdition;
    if (error || !payload) return setRefused([{ message: error ? describe(error) : common.states.failed }]);
    setRefused(payload.userErrors.map(({ message }) => ({ message: withoutSource(message) })));
    if (!payload.edition) return;
    setSavedHere(payload.edition.text);
    typed.forget();
    onSaved(payload.edition);
  }

  const canSave = (unsaved || !draft) && bytes <= MOST_BYTES && !keeping.fetching;
  const parsed = parseFile(text);
  return (
    <Page
      title={title}
      about={editor.about}
      actions={
        <>
          <span className="muted" role="status">
            {keeping.fetching ? editor.saving : unsaved || !draft ? editor.unsaved : editor.saved}
          </span>
          {draft && (
            <button type="button" className="danger" onClick={() => setDialog("withdraw")}>
              {editor.withdraw}
            </button>
          )}
          {draft && !unsaved && (
            <Link className="button" href={`/editions/${encodeURIComponent(draft.id)}/try`}>
              {editions.view.tryIt}
            </Link>
          )}
          <button
            type="button"
            className={unsaved || !draft ? "primary" : undefined}
            disabled={!canSave}
            onClick={save}
          >
            {editor.save}
          </button>
          {draft && (
            <button
              type="button"
              className={unsaved ? undefined : "primary"}
              disabled={unsaved}
              title={unsaved ? editor.saveFirst : undefined}
              onClick={() => setDialog("publish")}
            >
              {editor.publish}
            </button>
          )}
        </>
      }
    >
      <div className="pile">
        <Refusals errors={refused} />
        {bytes > MOST_BYTES && <p className="failure">{editor.tooLong(bytes)}</p>}
        {typed.restored && (
          <p className="remark">
            {editor.restored}{" "}
            <button type="button" className="quiet" onClick={typed.discard}>
              {editor.discard}
            </button>
          </p>
        )}
        {draft && saved !== begun && saved !== savedHere && <p className="remark">{editor.elsewhere}</p>}
        {!draft && <p className="muted">{editor.own}</p>}
        <div className="editing">
          <TextArea ref={field} label={editor.label} value={text} onChange={typed.setText} marked={marked} />
          <Findings check={check} text={text} goTo={(line) => field.current?.goTo(line)} />
        </div>
      </div>
      {draft && (
        <>
          <PublishDialog
            open={dialog === "publish"}
            onClose={() => setDialog(null)}
            draft={draft}
            text={text}
            firstDay={(parsed.ok && textIn(parsed.file, "effective_from")) || ""}
          />
          <WithdrawDialog
            open={dialog === "withdraw"}
            onClose={() => setDialog(null)}
            draft={draft}
            onWithdrawn={typed.forget}
          />
        </>
      )}
    </Page>
  );
}

interface WithdrawProps {
  open: boolean;
  onClose(): void;
  draft: { id: string; key: string };
  onWithdrawn(): void;
}

function WithdrawDialog({ open, onClose, draft, onWithdrawn }: WithdrawProps) {
  const { editor } = editions;
  const [{ fetching }, withdraw] = useMutation(persisted(WithdrawDraft));
  const [refused, setRefused] = useState<readonly { message: string }[]>([]);
  const [, go] = useLocation();
  async function submit() {
    const { data, error } = await withdraw({ id: draft.id });
    if (data?.withdrawEdition?.edition) {
      onWithdrawn();
      go("/editions");
    } else
      setRefused(data?.withdrawEdition?.userErrors ?? [{ message: error ? describe(error) : common.states.failed }]);
  }
  return (
    <Dialog title={editor.withdrawTitle(draft.key)} open={open} onClose={onClose}>
      <div className="pile">
        <p>{editor.withdrawExplain}</p>
        <Refusals errors={refused} />
        <div className="actions">
          <button type="button" className="danger" disabled={fetching} onClick={submit}>
            {editor.withdrawSubmit}
          </button>
          <button type="button" onClick={onClose}>
            {common.cancel}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
