import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function PartnerScreen() {
  return <Page title={common.screens.partner}>{null}</Page>;
}
