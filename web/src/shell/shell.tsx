/* What surrounds every page: skip link, navigation, language, scheme, key. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useLocation, useNavigation } from "react-router";
import { PAGES } from "../pages";
import { KeyDialog } from "./key-dialog";
import { Preferences } from "./preferences";

export function Shell() {
  const { t } = useTranslation("shell");
  const main = useRef<HTMLElement>(null);
  useTitle();
  useFocusOnNewPage(main);
  return (
    <>
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <header className="top">
        <NavLink to="/" className="brand" aria-label={t("home")}>
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <span>Mien</span>
        </NavLink>
        <nav aria-label={t("pages")}>
          <ul>
            {PAGES.map((page) => (
              <li key={page}>
                <NavLink to={`/${page}`}>{t(`page.${page}`)}</NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <Preferences />
      </header>
      <main id="main" ref={main} tabIndex={-1} aria-busy={useNavigation().state === "loading"}>
        <Outlet />
      </main>
      <footer className="bottom small soft">
        <p>{t("honest")}</p>
        <p>
          <a href="/docs">{t("api")}</a>
        </p>
      </footer>
      <KeyDialog />
    </>
  );
}

function useTitle() {
  const { t, i18n } = useTranslation("shell");
  const location = useLocationName();
  const page = PAGES.find((name) => name === location);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language renames the page
  useEffect(() => {
    document.title = page ? `${t(`page.${page}`)} · Mien` : "Mien";
  }, [page, t, i18n.language]);
}

function useLocationName(): string {
  return useLocation().pathname.replaceAll("/", "");
}

/** A screen reader goes on at the new page, as it would after a page load. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>) {
  const name = useLocationName();
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [name, main]);
}
