// What is around every screen: where one can go, whether what is seen is live, and the way out.
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { useLive } from "./live/live";
import { partnerPath } from "./parts/links";
import { signOut } from "./session/session";
import { common } from "./texts/common";
import { useViewer, type Viewer } from "./viewer";

function linksFor({ role, partner }: Viewer): readonly (readonly [href: string, name: string])[] {
  const { screens } = common;
  if (role === "PARTNER") {
    const own = partnerPath(partner?.externalId ?? "");
    return [
      [own, screens.partner],
      [`${own}/what-if`, screens.whatIf],
      ["/settings", screens.settings],
    ];
  }
  return [
    ["/", screens.portfolio],
    ["/partners", screens.partners],
    ["/editions", screens.editions],
    ["/loads", screens.loads],
    ["/jobs", screens.jobs],
    ["/settings", screens.settings],
  ];
}

export function Frame({ children }: { children: ReactNode }) {
  const viewer = useViewer();
  const [path] = useLocation();
  const links = linksFor(viewer);
  const current = links.reduce((best, [href]) => (isBelow(path, href) && href.length > best.length ? href : best), "");
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    // A new screen is read from its beginning, by eye and by ear.
    if (before.current !== path) {
      main.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    before.current = path;
  }, [path]);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {common.skip}
      </a>
      <header className="top">
        <Link href="/" className="brand">
          {common.product}
        </Link>
        <nav aria-label={common.navigation}>
          {links.map(([href, name]) => (
            <Link key={href} href={href} aria-current={href === current ? "page" : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <LiveSign />
        <button type="button" className="quiet" onClick={() => signOut()}>
          {common.signOut}
        </button>
      </header>
      <Banner />
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function isBelow(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`));
}

function LiveSign() {
  const { live } = useLive();
  const { on, off, starting } = common.live;
  return (
    <span className={live ? "live on" : "live"} role="status">
      {live === null ? starting : live ? on : off}
    </span>
  );
}

function Banner() {
  const { live, online } = useLive();
  if (live !== false && online) return null;
  return (
    <p className="banner" role="alert">
      {online ? common.banner.away : common.banner.offline}
    </p>
  );
}
