// Suppose facts about a partner, and see it before and after at once.
import { useRef } from "react";
import { useQuery } from "urql";
import { Link, useParams } from "wouter";
import { decoded } from "../../address";
import { persisted } from "../../api/documents";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { isDay } from "../../parts/days";
import { Page } from "../../parts/page";
import { isOneOf, oneOf, useList } from "../../parts/use-list";
import { whatIf } from "../../texts/what-if";
import { useViewer } from "../../viewer";
import "../../styles/what-if.css";
import { partnerPath } from "../../parts/links";
import { BeforeAndAfter } from "./answer";
import { Credits } from "./credits";
import { Gates } from "./gates";
import type { Surroundings } from "./kinds";
import { Looking } from "./looking";
import { type SupposingPartner, WhatIfAnswer, WhatIfEdition, WhatIfPartner } from "./queries";
import { Supposing } from "./supposing";
import { factsOf, idOf } from "./suppositions";
import { useSuppositions } from "./use-suppositions";

export function WhatIf() {
  const { externalId = "" } = useParams<{ externalId: string }>();
  return <About key={externalId} externalId={decoded(externalId)} />;
}

function About({ externalId }: { externalId: string }) {
  const [answer, ask] = useQuery({ query: persisted(WhatIfPartner), variables: { externalId } });
  const partner = answer.data?.partner;
  return (
    <Page
      title={partner ? `${whatIf.title}: ${partner.name}` : whatIf.title}
      about={whatIf.about}
      actions={
        partner && (
          <Link className="button" href={partnerPath(externalId)}>
            {whatIf.back(partner.name)}
          </Link>
        )
      }
    >
      <Async answer={answer} retry={() => ask({ requestPolicy: "network-only" })} lines={12}>
        {(data) => (data.partner ? <OfPartner partner={data.partner} /> : <Empty>{whatIf.noPartner}</Empty>)}
      </Async>
    </Page>
  );
}

const KNOWN = { asOf: isDay, assume: isOneOf(whatIf.settings.assumptions) };

function OfPartner({ partner }: { partner: SupposingPartner }) {
  const { calendar } = useViewer();
  const list = useList({ known: KNOWN });
  const { typed, settled, change } = useSuppositions();
  const asOf = list.get("asOf") || (calendar?.lastClosedDay ?? "");
  const assume = oneOf(whatIf.settings.assumptions, list.get("assume")) ?? "ACTIVITY_CONTINUES";
  const around: Surroundings = {
    partner: partner.externalId,
    timeZone: calendar?.timeZone ?? "UTC",
    asOf,
    today: calendar?.today ?? asOf,
    certifiedUntil: partner.certifiedUntil ?? null,
    emailOf: (employee) =>
      partner.employees.nodes.find((one) => one.externalId === employee)?.email ??
      settled.find((one) => one.kind === "employee" && idOf(one) === employee)?.values.email,
  };
  const { facts, numbers } = factsOf(settled, around);
  const [edition] = useQuery({ query: persisted(WhatIfEdition), variables: { on: asOf || null } });
  const [answer, ask] = useLiveQuery(
    WhatIfAnswer,
    { partner: partner.id, asOf: asOf || null, assume, facts },
    { topics: ["standings", "tiers"] },
  );
  const { apps = [], tiers = [] } = edition.data?.edition ?? {};
  // Until the next answer is there, the last one stays, and it is about what was supposed then.
  const answered = useRef({ numbers, supposed: false });
  if (!answer.fetching) answered.current = { numbers, supposed: facts.length > 0 };
  const { supposed } = answered.current;
  return (
    <div className="what-if">
      <div>
        <Supposing
          typed={typed}
          change={change}
          around={around}
          choices={{ partner, apps }}
          answer={answer.data?.whatIf ?? null}
          numbers={answered.current.numbers}
        />
      </div>
      <div className="what-if-answer" aria-busy={answer.fetching}>
        <Looking asOf={asOf} assume={assume} set={list.set} />
        <Async
          answer={answer}
          retry={ask}
          lines={10}
          list={{ ...list, reset: list.get("asOf") ? () => list.set("asOf", null) : null }}
        >
          {(data) =>
            data.whatIf && (
              <>
                <BeforeAndAfter answer={data.whatIf} supposed={supposed} />
                <Gates answer={data.whatIf} tiers={tiers} />
                {supposed && <Credits answer={data.whatIf} />}
              </>
            )
          }
        </Async>
      </div>
    </div>
  );
}
