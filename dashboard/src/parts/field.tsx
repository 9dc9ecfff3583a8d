// An input with its name, a hint, and what the server refused of it.
import { type InputHTMLAttributes, useId } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string;
  errors?: readonly { message: string }[];
}

export function Field({ label, hint, errors = [], ...input }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-invalid={errors.length > 0 || undefined}
        aria-describedby={
          [hint && `${id}-hint`, errors.length > 0 && `${id}-errors`].filter(Boolean).join(" ") || undefined
        }
      />
      {hint && (
        <p id={`${id}-hint`} className="muted">
          {hint}
        </p>
      )}
      {errors.length > 0 && (
        <div id={`${id}-errors`} className="refusal" role="alert">
          {errors.map(({ message }) => (
            <p key={message}>{message}</p>
          ))}
        </div>
      )}
    </div>
  );
}
