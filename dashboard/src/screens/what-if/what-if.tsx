import { Page } from "../../parts/page";
import { common } from "../../texts/common";

export function WhatIf() {
  return <Page title={common.screens.whatIf}>{null}</Page>;
}
