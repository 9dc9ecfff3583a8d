import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function Settings() {
  return <Page title={common.screens.settings}>{null}</Page>;
}
