// Where a token is asked for. What was to be seen stays in the address, and is shown once somebody is signed in.
import { type FormEvent, useEffect, useState } from "react";
import { common } from "../texts/common";
import { type Absence, signIn } from "./session";

const TEXTS: Record<Absence, string> = {
  new: common.signIn.new,
  expired: common.signIn.expired,
  "signed-out": common.signIn.signedOut,
};

export function SignIn({ absence }: { absence: Absence }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${common.signIn.title} - ${common.product}`;
  }, []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get("token") ?? "").trim();
    setRefusal(token ? await findFault(token) : common.signIn.empty);
  }

  return (
    <main className="sign-in">
      <h1>{common.product}</h1>
      <p>{TEXTS[absence]}</p>
      <form onSubmit={submit}>
        <label htmlFor="token">{common.signIn.token}</label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={refusal !== null}
          aria-describedby="refusal"
        />
        <p id="refusal" role="alert" className="refusal">
          {refusal}
        </p>
        <button type="submit" className="primary">
          {common.signIn.submit}
        </button>
      </form>
    </main>
  );
}

/** Signs in; or says why the token is of no use. */
async function findFault(token: string): Promise<string | null> {
  // A header takes no other characters, and no token has them.
  if (!/^[\x21-\x7e]+$/.test(token)) return common.signIn.refused;
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "query SignIn { viewer { role } }" }),
    });
    if (response.status === 401) return common.signIn.refused;
    if (response.status === 403) return common.signIn.wrongRole;
    if (!response.ok) return common.signIn.away;
    const { data } = await response.json();
    if (data?.viewer?.role !== "OPERATOR" && data?.viewer?.role !== "PARTNER") return common.signIn.wrongRole;
  } catch {
    return common.signIn.away;
  }
  signIn(token);
  return null;
}
