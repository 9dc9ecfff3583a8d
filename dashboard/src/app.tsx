// The application: who is signed in, and which screen the address means.
import { type ComponentType, useEffect, useMemo, useState } from "react";
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

const SCREENS = {
  Portfolio: async () => (await import("./screens/portfolio/portfolio")).Portfolio,
  Partners: async () => (await import("./screens/partners/partners")).Partners,
  PartnerScreen: async () => (await import("./screens/partner/partner-screen")).PartnerScreen,
  WhatIf: async () => (await import("./screens/what-if/what-if")).WhatIf,
  Editions: async () => (await import("./screens/editions/editions")).Editions,
  Loads: async () => (await import("./screens/loads/loads")).Loads,
  Jobs: async () => (await import("./screens/jobs/jobs")).Jobs,
  Settings: async () => (await import("./screens/settings/settings")).Settings,
} satisfies Record<string, () => Promise<ComponentType>>;
type ScreenName = keyof typeof SCREENS;
const loaded = new Map<ScreenName, ComponentType>();

/** A screen, whose script is loaded when it is first opened. Suspense would hold each back for a third of a second. */
function LoadedScreen({ name }: { name: ScreenName }) {
  const [outcome, setOutcome] = useState<"loaded" | Error | null>(null);
  useEffect(() => {
    if (loaded.has(name)) return;
    SCREENS[name]().then(
      (screen) => {
        loaded.set(name, screen);
        setOutcome("loaded");
      },
      (error) => setOutcome(error),
    );
  }, [name]);
  if (outcome instanceof Error) throw outcome;
  const Found = loaded.get(name);
  return Found ? <Found /> : <Loading lines={12} />;
}

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
      <Screen />
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
        <Route path="/partners/:externalId">
          <LoadedScreen key="PartnerScreen" name="PartnerScreen" />
        </Route>
        <Route path="/partners/:externalId/what-if">
          <LoadedScreen key="WhatIf" name="WhatIf" />
        </Route>
        <Route path="/settings">
          <LoadedScreen key="Settings" name="Settings" />
        </Route>
        <Route component={NotFound} />
      </Switch>
    );
  }
  return (
    <Switch>
      <Route path="/">
        <LoadedScreen key="Portfolio" name="Portfolio" />
      </Route>
      <Route path="/partners">
        <LoadedScreen key="Partners" name="Partners" />
      </Route>
      <Route path="/partners/:externalId">
        <LoadedScreen key="PartnerScreen" name="PartnerScreen" />
      </Route>
      <Route path="/partners/:externalId/what-if">
        <LoadedScreen key="WhatIf" name="WhatIf" />
      </Route>
      <Route path="/editions/*?">
        <LoadedScreen key="Editions" name="Editions" />
      </Route>
      <Route path="/loads">
        <LoadedScreen key="Loads" name="Loads" />
      </Route>
      <Route path="/jobs">
        <LoadedScreen key="Jobs" name="Jobs" />
      </Route>
      <Route path="/settings">
        <LoadedScreen key="Settings" name="Settings" />
      </Route>
      <Route component={NotFound} />
    </Switch>
  );
}
