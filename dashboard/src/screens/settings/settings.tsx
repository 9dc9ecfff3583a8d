// Who looks, and which program and calendar everything goes by.
import { Page } from "../../parts/page";
import { common } from "../../texts/common";
import { settings } from "../../texts/settings";
import "../../styles/settings.css";
import { CalendarPanel } from "./calendar-panel";
import { ProgramPanel } from "./program-panel";
import { SignedInPanel } from "./signed-in-panel";
import { TokensPanel } from "./tokens-panel";

export function Settings() {
  return (
    <Page title={common.screens.settings} about={settings.about}>
      <div className="grid settings">
        <SignedInPanel />
        <ProgramPanel />
        <CalendarPanel />
        <TokensPanel />
      </div>
    </Page>
  );
}
