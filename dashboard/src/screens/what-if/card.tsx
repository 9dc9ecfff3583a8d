// One supposition: a small form, and beside it what the server says of it.
import { type ReactNode, useEffect, useRef } from "react";
import { whatIf } from "../../texts/what-if";
import { ClientField, type Named } from "./client-field";
import { type Field, type FieldName, kindOf } from "./kinds";
import type { Edition, SupposingPartner } from "./queries";
import { faultOf, lackingOf, type Supposition } from "./suppositions";

export interface Choices {
  partner: SupposingPartner;
  apps: Edition["apps"];
  supposedClients: readonly Named[];
  supposedEmployees: readonly Named[];
}

interface Props {
  supposition: Supposition;
  choices: Choices;
  /** It has just been added: whoever added it goes on there. */
  fresh: boolean;
  /** Why facts of it are left out, and what is odd about them. */
  rejected: readonly string[];
  warnings: readonly string[];
  onChange(next: Supposition): void;
  onRemove(): void;
}

export function Card({ supposition, choices, fresh, rejected, warnings, onChange, onRemove }: Props) {
  const { kind, values } = supposition;
  const { name, hint } = whatIf.kinds[kind];
  const { missing, remove, refused } = whatIf.suppose;
  const lacking = lackingOf(supposition);
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fresh) fields.current?.querySelector<HTMLElement>("input, select")?.focus();
  }, [fresh]);
  return (
    <fieldset className="supposition">
      <legend>{name}</legend>
      <button type="button" className="quiet" aria-label={remove(name)} onClick={onRemove}>
        ×
      </button>
      <p className="muted">{hint}</p>
      <div ref={fields} className="supposition-fields">
        {kindOf(kind).fields.map((field) => (
          <Input
            key={field.name}
            field={field}
            value={values[field.name] ?? ""}
            choices={choices}
            onChange={(value) => onChange({ ...supposition, values: { ...values, [field.name]: value } })}
          />
        ))}
      </div>
      {lacking.length > 0 && <p className="muted">{missing(lacking.map((field) => labelOf(field)).join(", "))}</p>}
      <div aria-live="polite">
        {rejected.map((reason) => (
          <p key={reason} className="refusal">
            {refused} {reason}
          </p>
        ))}
        {warnings.map((reason) => (
          <p key={reason} className="warning">
            {reason}
          </p>
        ))}
      </div>
    </fieldset>
  );
}

interface InputProps {
  field: Field;
  value: string;
  choices: Choices;
  onChange(value: string): void;
}

function Input({ field, value, choices, onChange }: InputProps) {
  const { partner, apps, supposedClients, supposedEmployees } = choices;
  const label = field.optional ? `${labelOf(field)} ${whatIf.suppose.optional}` : labelOf(field);
  const { pick, login, found, supposed, ifNotPartner, unnamed } = whatIf.choices;
  if (field.type === "client") {
    const own = partner.clients.nodes;
    const shown = field.optional ? `${labelOf(field)} ${ifNotPartner}` : label;
    return <ClientField label={shown} value={value} own={own} supposed={supposedClients} onChange={onChange} />;
  }
  if (field.type === "employee") {
    return (
      <Select label={label} value={value} onChange={onChange}>
        <option value="">{pick}</option>
        {supposedEmployees.map(({ externalId, name }) => (
          <option key={externalId} value={externalId}>
            {supposed(name || unnamed)}
          </option>
        ))}
        {partner.employees.nodes.map(({ externalId, name, email }) => (
          <option key={externalId} value={externalId}>
            {name ? `${name} (${email})` : email}
          </option>
        ))}
      </Select>
    );
  }
  if (field.type === "app") {
    return (
      <Select label={labelOf(field)} value={value} onChange={onChange}>
        <option value="">{login}</option>
        {apps.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </Select>
    );
  }
  if (field.type === "found") {
    return (
      <Select label={label} value={value} onChange={onChange}>
        <option value="SOURCED">{found.SOURCED}</option>
        <option value="ASSISTED">{found.ASSISTED}</option>
      </Select>
    );
  }
  const fault = faultOf(field, value);
  const numeric = field.type === "amount" || field.type === "number";
  return (
    <label>
      {label}
      <input
        type={field.type === "day" ? "date" : field.type === "email" ? "email" : "text"}
        {...(numeric ? { inputMode: "decimal" as const } : {})}
        value={value}
        maxLength={255}
        autoComplete="off"
        aria-invalid={fault !== null}
        onChange={({ target }) => onChange(numeric ? target.value.trim() : target.value)}
      />
      {fault && <span className="refusal">{whatIf.suppose[fault]}</span>}
    </label>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange(value: string): void;
  children: ReactNode;
}

function Select({ label, value, onChange, children }: SelectProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {children}
      </select>
    </label>
  );
}

function labelOf({ name }: { name: FieldName }): string {
  return whatIf.fields[name];
}
