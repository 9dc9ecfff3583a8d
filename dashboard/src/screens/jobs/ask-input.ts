// What the form asks for, as the server takes it.

export type Mode = "day" | "range" | "month";

/** The newest month that can be decided: its 14th has closed. */
export function newestMonth(lastClosedDay: string): string {
  const [year = 0, month = 1, day = 1] = lastClosedDay.split("-").map(Number);
  const months = year * 12 + (month - 1) - (day < 14 ? 1 : 0);
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

export function activityInput(mode: "day" | "range", form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  const [from, to] = mode === "day" ? [text("day"), text("day")] : [text("from"), text("to")];
  return { from, to, fromScratch: form.has("fromScratch"), rebuildActivity: form.has("rebuildActivity") };
}

export interface UserError {
  message: string;
  path: readonly string[];
}

/** Those about a field of the input; a day is both ends of its range. */
export function errorsAt(errors: readonly UserError[], ...fields: string[]): UserError[] {
  return errors.filter(({ path }) => path[0] !== undefined && fields.includes(path[0]));
}

/** Those about none of the fields that are shown. */
export function errorsElsewhere(errors: readonly UserError[], mode: Mode): UserError[] {
  const shown = mode === "month" ? ["month"] : ["from", "to"];
  return errors.filter(({ path }) => path[0] === undefined || !shown.includes(path[0]));
}
