import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function Loads() {
  return <Page title={common.screens.loads}>{null}</Page>;
}
