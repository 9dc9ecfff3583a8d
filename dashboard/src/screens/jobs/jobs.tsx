import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function Jobs() {
  return <Page title={common.screens.jobs}>{null}</Page>;
}
