import { Link } from "wouter";
import { Page } from "../parts/page";
import { common } from "../texts/common";

export function NotFound() {
  const { title, text, home } = common.notFound;
  return (
    <Page title={title}>
      <p>
        {text} <Link href="/">{home}</Link>
      </p>
    </Page>
  );
}
