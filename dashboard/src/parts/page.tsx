// The frame of a screen, and of what stands on it.
import { type ReactNode, useEffect, useId, useRef } from "react";
import { common } from "../texts/common";

interface PageProps {
  title: string;
  /** What is said of all of the screen, such as through when its data are. */
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, about, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} - ${common.product}`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {about && <p className="muted">{about}</p>}
        </div>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

interface PanelProps {
  title: string;
  aside?: ReactNode;
  wide?: boolean;
  /** For links to it. */
  anchor?: string;
  children: ReactNode;
}

export function Panel({ title, aside, wide = false, anchor, children }: PanelProps) {
  const id = useId();
  return (
    <section className={wide ? "panel wide" : "panel"} id={anchor} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

interface DialogProps {
  title: string;
  open: boolean;
  /** Beside the screen instead of over it. */
  side?: boolean;
  onClose(): void;
  children: ReactNode;
}

/** A native modal dialog: the browser keeps the focus in it, and Escape closes it. */
export function Dialog({ title, open, side = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className={side ? "side" : undefined} aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <header>
            <h2 id={id}>{title}</h2>
            <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
              {common.close}
            </button>
          </header>
          {children}
        </>
      )}
    </dialog>
  );
}

/** What the server refused of an input, one line each. */
export function Refusals({ errors }: { errors: readonly { message: string }[] }) {
  if (errors.length === 0) return null;
  return (
    <div className="refusals" role="alert">
      <ul>
        {errors.map(({ message }) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}

export function ProgressBar({ label, done, total }: { label: string; done: number; total: number }) {
  return (
    <div className="progress">
      <progress aria-label={label} value={total > 0 ? done : undefined} max={total > 0 ? total : undefined} />
      <span className="number muted">{total > 0 ? `${Math.floor((100 * done) / total)} %` : ""}</span>
    </div>
  );
}
