import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function Editions() {
  return <Page title={common.screens.editions}>{null}</Page>;
}
