// A draft, edited: a new one that begins as a copy of another edition, or one that is kept already.
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { editions } from "../../texts/editions";
import { Editor } from "./editor";
import { editionPath } from "./links";
import { WithEdition, WithPrograms } from "./programs";

const EditionFile = graphql(`query EditionFile($id: ID!) { edition(id: $id) { id text status } }`);

export function NewDraft() {
  const [search] = useSearchParams();
  const from = search.get("from") ?? "";
  const [answer, ask] = useLiveQuery(EditionFile, { id: from }, { pause: !from });
  const [, go] = useLocation();
  const editor = (base: string) => (
    <WithPrograms>
      {({ deciding }) => (
        <Editor
          key={from}
          name={`new:${from}`}
          title={editions.editor.newTitle}
          saved={base}
          draft={null}
          onSaved={(edition) => go(`${editionPath(edition, edition.program.key, deciding)}/edit`, { replace: true })}
        />
      )}
    </WithPrograms>
  );
  if (!from) return editor("");
  return (
    <Async answer={answer} retry={ask} lines={16}>
      {({ edition }) => editor(edition?.text ?? "")}
    </Async>
  );
}

export function EditDraft({ named }: { named: string }) {
  return (
    <WithEdition named={named}>
      {({ edition, program }, { deciding }) => (
        <Kept
          key={edition.id}
          id={edition.id}
          name={`${program.key}/${edition.key}`}
          edition={edition}
          deciding={deciding}
        />
      )}
    </WithEdition>
  );
}

interface KeptProps {
  id: string;
  name: string;
  edition: { id: string; key: string; status: string };
  deciding: string | undefined;
}

function Kept({ id, name, edition, deciding }: KeptProps) {
  const [answer, ask] = useLiveQuery(EditionFile, { id });
  const [, go] = useLocation();
  // What publishing has done is told here, too, and then it is a draft no more.
  const [wasDraft] = useState(edition.status === "DRAFT");
  if (!wasDraft) return <Empty>{editions.editor.only}</Empty>;
  return (
    <Async answer={answer} retry={ask} lines={16}>
      {({ edition: data }) =>
        data ? (
          <Editor
            key={id}
            name={name}
            title={editions.editor.title(edition.key)}
            saved={data.text}
            draft={edition}
            onSaved={(saved) => {
              // Another key makes another draft.
              if (saved.id !== id) go(`${editionPath(saved, saved.program.key, deciding)}/edit`);
            }}
          />
        ) : (
          <Empty>{editions.view.unknown(edition.key)}</Empty>
        )
      }
    </Async>
  );
}
