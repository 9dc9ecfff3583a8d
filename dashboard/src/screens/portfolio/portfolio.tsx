import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function Portfolio() {
  return <Page title={common.screens.portfolio}>{null}</Page>;
}
