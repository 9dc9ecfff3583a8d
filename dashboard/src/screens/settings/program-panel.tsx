import { useQuery } from "urql";
import { Link } from "wouter";
import { persisted } from "../../api/documents";
import { graphql } from "../../gql";
import { Async } from "../../parts/async";
import { Panel } from "../../parts/page";
import { Day } from "../../parts/values";
import { settings } from "../../texts/settings";
import { useViewer } from "../../viewer";
import { Facts } from "./facts";

const InForce = graphql(`
  query SettingsEdition {
    edition { id key name currency effectiveFrom effectiveUntil program { id key name } }
  }
`);

export function ProgramPanel() {
  const texts = settings.program;
  const { role } = useViewer();
  const [answer, ask] = useQuery({ query: persisted(InForce) });
  return (
    <Panel title={texts.title} aside={role === "OPERATOR" && <Link href="/editions">{texts.rules}</Link>}>
      <Async answer={answer} retry={() => ask({ requestPolicy: "network-only" })} lines={5}>
        {({ edition }) =>
          edition ? (
            <Facts
              rows={[
                [texts.name, edition.program.name],
                [texts.currency, edition.currency],
                [texts.edition, edition.key],
                [texts.since, <Day key="since" value={edition.effectiveFrom} />],
                [
                  texts.until,
                  edition.effectiveUntil ? <Day key="until" value={edition.effectiveUntil} /> : texts.untilNext,
                ],
              ]}
            />
          ) : (
            <p>{texts.none}</p>
          )
        }
      </Async>
    </Panel>
  );
}
