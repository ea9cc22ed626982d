import { Modal, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import {
  IconAddressBook,
  IconArrowRight,
  IconBuildingSkyscraper,
  IconHistory,
  IconKeyboard,
  IconLanguage,
  IconMoon,
  IconSearch,
  IconSun,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Me } from "@/lib/types";
import { movesQuery, opportunityQuery } from "@/opportunity/api";
import { useMove } from "@/opportunity/moving";
import { StageDot } from "@/opportunity/StageDot";
import { LANGUAGES, type Language, speak } from "./i18n";
import { groupsFor } from "./nav";
import { paletteIsHere, takeTyped } from "./palette-store";
import c from "./shell.module.css";

const [paletteStore, palette] = createSpotlight();

type Entry = { id: string; label: string; note?: string; icon: ReactNode; run: () => void };
const KEPT = "handsel.recent";
type Recent = { id: string; label: string; to: string };

const readRecent = (): Recent[] => {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]") as Recent[];
  } catch {
    return [];
  }
};

/** ⌘K: go anywhere, open anything, act on the open opportunity. What was used last comes first. */
export default function Palette({ me, onSheet }: { me: Me; onSheet: () => void }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { opp } = useSearch({ strict: false });
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const [query, setQuery] = useState("");
  const [q] = useDebouncedValue(query.trim(), 180);
  const [open, setOpen] = useState(false);
  useEffect(() => paletteIsHere(palette.open), []);
  const found = useQuery({
    queryKey: [...keys.search, q],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/search", { params: { query: { q } }, signal })),
    enabled: open && q.length > 1,
    placeholderData: keepPreviousData,
  });
  const moves = useQuery({ ...movesQuery(opp ?? ""), enabled: open && !!opp });
  const { data: shown } = useQuery({ ...opportunityQuery(opp ?? ""), enabled: open && !!opp });
  const move = useMove();

  const go = (to: string) => void navigate({ to });
  const show = (id: string) =>
    void navigate({ to: ".", search: (s: object) => ({ ...s, opp: id }) as never });
  const remember = (entry: Recent) => {
    const rest = readRecent().filter((r) => r.id !== entry.id);
    localStorage.setItem(KEPT, JSON.stringify([entry, ...rest].slice(0, 6)));
  };
  const kept = (id: string, label: string, to: string, icon: ReactNode, note?: string): Entry => ({
    id,
    label,
    note,
    icon,
    run: () => {
      remember({ id, label, to });
      if (to.startsWith("opp:")) show(to.slice(4));
      else go(to);
    },
  });
  const icon = (Icon: typeof IconSearch) => <Icon size={17} stroke={1.7} aria-hidden />;

  const pages = groupsFor(me).flatMap((g) =>
    g.pages.map((p) => kept(p.to, t(`nav.${p.key}`), p.to, icon(p.Icon), t(`nav.${g.key}`))),
  );
  const acts: Entry[] = (moves.data?.moves ?? [])
    .filter((m) => m.allowed && m.step.id !== moves.data?.step.id)
    .map((m) => ({
      id: `move:${m.step.id}`,
      label: t("palette.move", {
        stage: m.stage.name === m.step.name ? m.stage.name : `${m.stage.name} · ${m.step.name}`,
      }),
      icon: <StageDot stage={m.stage} />,
      run: () =>
        opp &&
        move({
          id: opp,
          name: shown?.title ?? "",
          revision: shown?.revision,
          to: { step: m.step.id },
          stage: m.stage,
        }),
    }));
  const others = (Object.entries(LANGUAGES) as [Language, string][]).filter(
    ([code]) => code !== i18n.language,
  );
  const page: Entry[] = [
    {
      id: "theme",
      label: dark ? t("foot.light") : t("foot.dark"),
      icon: icon(dark ? IconSun : IconMoon),
      run: () => setColorScheme(dark ? "light" : "dark"),
    },
    ...others.map(([code, name]) => ({
      id: code,
      label: name,
      icon: icon(IconLanguage),
      run: () => void speak(code),
    })),
    { id: "sheet", label: t("shortcuts.title"), icon: icon(IconKeyboard), run: onSheet },
  ];
  const recent = readRecent().map((r) => kept(r.id, r.label, r.to, icon(IconHistory)));
  const matches = (list: Entry[]) =>
    list.filter((e) =>
      `${e.note ?? ""} ${e.label}`.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase()),
    );

  const hits = q.length > 1 ? found.data : undefined;
  const groups: [string, Entry[]][] = [
    [t("palette.recent"), query ? [] : recent],
    [t("palette.act"), matches(acts)],
    [t("palette.go"), matches(pages)],
    [
      t("palette.opportunities"),
      (hits?.opportunities ?? []).map((o) =>
        kept(
          `o:${o.id}`,
          o.contact && o.contact !== o.title ? `${o.contact} · ${o.title}` : o.title,
          `opp:${o.id}`,
          <StageDot stage={o.stage} />,
          [`#${o.number}`, o.account, o.stage.name].filter(Boolean).join(" · "),
        ),
      ),
    ],
    [
      t("nav.contacts"),
      (hits?.contacts ?? []).map((x) =>
        kept(`c:${x.id}`, x.name, `/contacts/${x.id}`, icon(IconAddressBook)),
      ),
    ],
    [
      t("nav.accounts"),
      (hits?.accounts ?? []).map((x) =>
        kept(`a:${x.id}`, x.name, `/accounts/${x.id}`, icon(IconBuildingSkyscraper)),
      ),
    ],
    [t("palette.page"), matches(page)],
  ];
  const filled = groups.filter(([, entries]) => entries.length > 0);

  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => {
        setOpen(false);
        takeTyped();
      }}
      shortcut="mod + K"
      scrollable
      maxHeight={460}
      radius="lg"
      size={600}
      transitionProps={{ duration: 120 }}
    >
      <Modal.Title className={c.hiddenTitle}>{t("nav.search")}</Modal.Title>
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        onFocus={() => {
          const typed = takeTyped();
          setQuery((q) => q + typed);
        }}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {filled.map(([label, entries]) => (
          <Spotlight.ActionsGroup key={label} label={label}>
            {entries.map((e) => (
              <Spotlight.Action
                key={e.id}
                label={e.label}
                description={query ? e.note : undefined}
                leftSection={e.icon}
                rightSection={<IconArrowRight size={14} opacity={0.35} aria-hidden />}
                onClick={() => {
                  palette.close();
                  e.run();
                }}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {filled.length === 0 && (
          <Spotlight.Empty>{found.isFetching ? t("common.loading") : t("palette.nothing")}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
