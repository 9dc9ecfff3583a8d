// A plain field for the file's text, with line numbers beside it, of which those with something to mend are marked.
import { type Ref, useId, useImperativeHandle, useRef } from "react";

export interface TextAreaHandle {
  /** Puts the cursor into a line, from 1, and shows it. */
  goTo(line: number): void;
}

interface Props {
  label: string;
  value: string;
  onChange(text: string): void;
  marked: ReadonlySet<number>;
  ref: Ref<TextAreaHandle>;
}

export function TextArea({ label, value, onChange, marked, ref }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const id = useId();
  const count = value.split("\n").length;
  useImperativeHandle(ref, () => ({
    goTo(line) {
      const area = field.current;
      if (!area) return;
      const lines = area.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      area.focus();
      area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      const height = area.scrollHeight / lines.length;
      area.scrollTop = Math.max(0, (line - 5) * height);
    },
  }));
  return (
    <div className="editor">
      <label htmlFor={id}>{label}</label>
      <div className="editor-body">
        <div ref={gutter} className="gutter" aria-hidden="true">
          {Array.from({ length: count }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <div key={at} className={marked.has(at + 1) ? "marked" : undefined}>
              {at + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={field}
          id={id}
          value={value}
          wrap="off"
          rows={28}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={({ target }) => onChange(target.value)}
          onScroll={({ currentTarget }) => {
            if (gutter.current) gutter.current.scrollTop = currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}
