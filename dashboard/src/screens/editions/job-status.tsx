// Where the job of a dry run stands, in a word.
import { editions } from "../../texts/editions";

type Status = keyof typeof editions.dryRun.statuses;

const BADGES: Record<Status, string> = {
  QUEUED: "badge",
  RUNNING: "badge warn",
  SUCCEEDED: "badge good",
  FAILED: "badge bad",
  CANCELLED: "badge",
};

export function JobStatus({ status }: { status: Status }) {
  return <span className={BADGES[status]}>{editions.dryRun.statuses[status]}</span>;
}
