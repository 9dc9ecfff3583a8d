import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function Partners() {
  return <Page title={common.screens.partners}>{null}</Page>;
}
