import { ActionIcon, Burger, Drawer, Kbd } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { meQuery } from "@/lib/me";
import type { Me } from "@/lib/types";
import { withWords } from "@/lib/words";
import { MovingProvider } from "@/opportunity/moving";
import { Mark } from "@/ui/bits";
import { PHONE, WIDE } from "@/ui/screen";
import { COMMAND_KEY, useShortcuts } from "@/ui/shortcuts";
import { Bell } from "./Bell";
import { ErrorPage } from "./ErrorPage";
import { Foot } from "./Foot";
import { useAccessEnds, useLive } from "./live";
import { groupsFor } from "./nav";
import { onFirstKey, openPalette, usePaletteWanted } from "./palette-store";
import { toSignIn } from "./router";
import c from "./shell.module.css";
import { isElsewhere } from "./zone-offered";

const OpportunityDrawer = lazy(() => import("@/opportunity/OpportunityDrawer"));
const Palette = lazy(() => import("./Palette"));
const ZoneOffer = lazy(() => withWords("sharing", import("./ZoneOffer")));
const ShortcutSheet = lazy(() => import("./ShortcutSheet"));

function Nav({ me, onGo }: { me: Me; onGo?: () => void }) {
  const { t } = useTranslation();
  return (
    <nav className={c.nav} aria-label={t("nav.main")}>
      {groupsFor(me).map((group) => (
        <div key={group.key} className={c.group}>
          <h2 className={c.groupLabel} id={`nav-${group.key}`}>
            {t(`nav.${group.key}`)}
          </h2>
          <ul aria-labelledby={`nav-${group.key}`}>
            {group.pages.map(({ key, to, Icon }) => (
              <li key={key}>
                <Link
                  to={to}
                  className={c.item}
                  activeOptions={{ exact: to === "/", includeSearch: false }}
                  onClick={onGo}
                >
                  <Icon size={17} stroke={1.7} aria-hidden />
                  <span>{t(`nav.${key}`)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

export function Shell() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  const signedOut = useCallback(() => toSignIn(queries), [queries]);
  useLive(me.data?.id, signedOut);
  useAccessEnds(me.data?.id);
  const [menuOpen, menu] = useDisclosure(false);
  const [sheet, setSheet] = useState(false);
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  const { opp } = useSearch({ strict: false });
  // The drawer's code is fetched with the first opportunity that is opened.
  const [drawer, setDrawer] = useState(!!opp);
  if (opp && !drawer) setDrawer(true);
  const palette = usePaletteWanted();
  useEffect(() => {
    document.addEventListener("keydown", onFirstKey, true);
    return () => document.removeEventListener("keydown", onFirstKey, true);
  }, []);
  useShortcuts({ "?": () => setSheet(true) });

  if (me.isError && !(isApiError(me.error) && me.error.status === 401))
    return <ErrorPage error={me.error} reset={() => void me.refetch()} />;
  const brand = (
    <Link to="/" className={c.brand} aria-label="Handsel">
      <Mark />
      <b className={c.brandName}>Handsel</b>
    </Link>
  );
  return (
    <MovingProvider>
      <div className={c.root} data-pane={(wide && !!opp) || undefined}>
        <a href="#main" className={c.skip}>
          {t("nav.skip")}
        </a>
        {phone ? (
          <section className={c.topbar} aria-label={t("nav.top")}>
            <Burger opened={menuOpen} onClick={menu.toggle} size="sm" aria-label={t("nav.menu")} />
            {brand}
            <span className={c.spacer} />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={40}
              aria-label={t("nav.search")}
              onClick={openPalette}
            >
              <IconSearch size={19} stroke={1.7} />
            </ActionIcon>
            {me.data && <Bell me={me.data} large />}
          </section>
        ) : (
          <aside className={c.side}>
            <div className={c.top}>
              {brand}
              <span className={c.spacer} />
              {me.data && <Bell me={me.data} />}
            </div>
            <button type="button" className={c.search} onClick={openPalette}>
              <IconSearch size={15} stroke={1.8} aria-hidden />
              <span>{t("nav.search")}</span>
              <Kbd size="xs" aria-hidden>
                {COMMAND_KEY === "⌘" ? "⌘K" : "Ctrl K"}
              </Kbd>
            </button>
            {me.data ? <Nav me={me.data} /> : <div className={c.nav} />}
            {me.data && isElsewhere(me.data) && (
              <Suspense>
                <ZoneOffer me={me.data} />
              </Suspense>
            )}
            {me.data && <Foot me={me.data} onSheet={() => setSheet(true)} />}
          </aside>
        )}
        <Drawer
          opened={menuOpen && !!phone}
          onClose={menu.close}
          size={284}
          title={<b className={c.brandName}>Handsel</b>}
          closeButtonProps={{ "aria-label": t("common.close") }}
          classNames={{ body: c.drawerBody }}
        >
          {me.data && <Nav me={me.data} onGo={menu.close} />}
          {me.data && isElsewhere(me.data) && (
            <Suspense>
              <ZoneOffer me={me.data} />
            </Suspense>
          )}
          {me.data && <Foot me={me.data} onSheet={() => setSheet(true)} />}
        </Drawer>
        <main id="main" className={c.main} tabIndex={-1}>
          {me.data && <Outlet />}
        </main>
        {me.data && (
          <Suspense>
            {drawer && <OpportunityDrawer />}
            {palette && <Palette me={me.data} onSheet={() => setSheet(true)} />}
            {sheet && <ShortcutSheet onClose={() => setSheet(false)} />}
          </Suspense>
        )}
      </div>
    </MovingProvider>
  );
}
