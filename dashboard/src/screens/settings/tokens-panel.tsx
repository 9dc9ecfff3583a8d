import { Panel } from "../../parts/page";
import { settings } from "../../texts/settings";
import { useViewer } from "../../viewer";

const COMMANDS = {
  operator: "tierline token --role operator",
  partner: "tierline token --role partner --partner ID",
  ingest: "tierline token --role ingest",
  metrics: "tierline token --role metrics --ttl 365d",
} as const;

export function TokensPanel() {
  const texts = settings.tokens;
  const { role } = useViewer();
  return (
    <Panel title={texts.title} wide>
      {role === "OPERATOR" ? (
        <>
          <p>{texts.about}</p>
          <dl className="commands">
            {(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]).map((name) => (
              <div key={name}>
                <dt>{texts.commands[name]}</dt>
                <dd>
                  <code>{COMMANDS[name]}</code>
                </dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p>{texts.partner}</p>
      )}
      <p className="muted">{texts.secret}</p>
    </Panel>
  );
}
