// The machine under test, as its operator has it: by its commands and by its API.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const { PYTHON, ROOT, TIERLINE_DATA, TIERLINE_URL } = process.env;

export const url = TIERLINE_URL;

/** Runs a command of `tierline` on the machine; gives what it prints. */
export async function tierline(...words) {
  const { stdout } = await run(PYTHON, ["-P", "-m", "ops.cli", ...words, "--data", TIERLINE_DATA], { cwd: ROOT });
  return stdout.trim();
}

let operators = 0;
/** Of another operator each time: one alone has a budget for one. */
export function operatorToken(...options) {
  operators += 1;
  return tierline("token", "--role", "operator", "--subject", `operator ${process.pid}-${operators}`, ...options);
}
export const partnerToken = (partner) => tierline("token", "--role", "partner", "--partner", partner);

/** Loads facts from a process of its own. */
export async function load(...facts) {
  const loading = run(PYTHON, ["-P", "-m", "ops.cli", "import", "-", "--data", TIERLINE_DATA], { cwd: ROOT });
  loading.child.stdin.end(facts.map((fact) => `${JSON.stringify(fact)}\n`).join(""));
  await loading;
}

/** Kills the API as the system does when memory runs out. */
export const killApi = () => run(PYTHON, ["-m", "tests.dashboard.kill_api", TIERLINE_DATA], { cwd: ROOT });

const post = (token, query, variables = {}) =>
  fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });

let asking;
export async function ask(query, variables = {}) {
  asking ??= operatorToken();
  const response = await post(await asking, query, variables);
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const ENOUGH = 70_000; // of the 100,000 that a principal may save up: a test spends less

/** Waits until whoever has the token can spend what a test does: people open screens less often than tests do. */
export const rest = (token) =>
  until(async () => {
    const response = await post(token, "{ viewer { role } }");
    const { extensions } = await response.json();
    return response.status !== 429 && (extensions?.budget?.cost ?? ENOUGH) >= ENOUGH;
  });

/** Asks until the answer is as wanted, for a minute at most. */
export async function until(holds) {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within a minute: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
