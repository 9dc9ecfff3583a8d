// The application: who is signed in, and which screen the address means.
import { type ComponentType, lazy, Suspense, useMemo } from "react";
import { Provider } from "urql";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import { useAddress } from "./address";
import { createClient } from "./api/client";
import { Frame } from "./frame";
import { LiveProvider, useLive } from "./live/live";
import { Loading } from "./parts/async";
import { Boundary } from "./parts/boundary";
import { partnerPath } from "./parts/links";
import { NotFound } from "./screens/not-found";
import { useSession } from "./session/session";
import { SignIn } from "./session/sign-in";
import { useViewer, ViewerProvider } from "./viewer";

const screen = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

const Portfolio = screen(() => import("./screens/portfolio/portfolio"), "Portfolio");
const Partners = screen(() => import("./screens/partners/partners"), "Partners");
const PartnerScreen = screen(() => import("./screens/partner/partner-screen"), "PartnerScreen");
const WhatIf = screen(() => import("./screens/what-if/what-if"), "WhatIf");
const Editions = screen(() => import("./screens/editions/editions"), "Editions");
const Loads = screen(() => import("./screens/loads/loads"), "Loads");
const Jobs = screen(() => import("./screens/jobs/jobs"), "Jobs");
const Settings = screen(() => import("./screens/settings/settings"), "Settings");

export function App() {
  const { token, absence } = useSession();
  return <Router hook={useAddress}>{token ? <SignedIn key={token} /> : <SignIn absence={absence} />}</Router>;
}

function SignedIn() {
  const client = useMemo(createClient, []);
  return (
    <Provider value={client}>
      <ViewerProvider>
        <LiveProvider>
          <Frame>
            <Screens />
          </Frame>
        </LiveProvider>
      </ViewerProvider>
    </Provider>
  );
}

function Screens() {
  const [path] = useLocation();
  return (
    <Boundary of={path}>
      <Suspense fallback={<Loading lines={12} />}>
        <Screen />
      </Suspense>
    </Boundary>
  );
}

function Screen() {
  const { role, partner } = useViewer();
  const { begun } = useLive();
  if (!begun) return <Loading lines={12} />;
  if (role === "PARTNER") {
    const own = partnerPath(partner?.externalId ?? "");
    return (
      <Switch>
        <Route path="/">
          <Redirect to={own} replace />
        </Route>
        <Route path="/partners/:externalId" component={PartnerScreen} />
        <Route path="/partners/:externalId/what-if" component={WhatIf} />
        <Route path="/settings" component={Settings} />
        <Route component={NotFound} />
      </Switch>
    );
  }
  return (
    <Switch>
      <Route path="/" component={Portfolio} />
      <Route path="/partners" component={Partners} />
      <Route path="/partners/:externalId" component={PartnerScreen} />
      <Route path="/partners/:externalId/what-if" component={WhatIf} />
      <Route path="/editions/*?" component={Editions} />
      <Route path="/loads" component={Loads} />
      <Route path="/jobs" component={Jobs} />
      <Route path="/settings" component={Settings} />
      <Route component={NotFound} />
    </Switch>
  );
}
