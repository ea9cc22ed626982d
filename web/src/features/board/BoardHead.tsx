import { Button, CloseButton, Menu, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconChevronDown, IconPlus, IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, Me } from "@/lib/types";
import { portable } from "@/opportunity/fields/built-in";
import { Live } from "@/ui/Live";
import { useFormats } from "@/ui/useFormats";
import c from "./board.module.css";
import { type Asked, FieldFilter } from "./FieldFilter";
import { useBoardSearch } from "./filters";
import { MoreMenu } from "./MoreMenu";
import { Owners } from "./Owners";
import { DUES } from "./search";

const FieldChips = lazy(() => import("./FieldChips"));
type Team = Me["teams"][number];

function TeamSwitch({ me, team }: { me: Me; team: Team }) {
  const { t } = useTranslation();
  const { search, change } = useBoardSearch();
  if (me.teams.length < 2) return <h1 className={c.title}>{team.name}</h1>;
  return (
    <h1 className={c.title}>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <button type="button" className={c.teamSwitch} aria-label={t("board.team", { name: team.name })}>
            <span>{team.name}</span>
            <IconChevronDown size={17} stroke={2} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflow: "auto" }}>
          <Menu.Label>{t("board.switch_team")}</Menu.Label>
          {me.teams.map((x) => (
            <Menu.Item
              key={x.id}
              aria-current={x.id === team.id || undefined}
              fw={x.id === team.id ? 600 : undefined}
              onClick={() =>
                change({ team: x.id, owner: undefined, stage: undefined, field: portable(search.field) })
              }
            >
              {x.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </h1>
  );
}

type Props = {
  me: Me;
  team: Team;
  board: Board | undefined;
  phone: boolean;
  onNew: (() => void) | undefined;
};

/** Whose board, how much is on it, and what of it is shown. */
export function BoardHead({ me, team, board, phone, onNew }: Props) {
  const { t } = useTranslation();
  const { search, change } = useBoardSearch();
  const { sums, count } = useFormats();
  const box = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const setQ = useDebouncedCallback((q: string) => change({ q: q || undefined }, { replace: true }), 220);
  // The address may change without the box: Back, a saved view.
  useEffect(() => {
    if (box.current && box.current !== document.activeElement) box.current.value = search.q ?? "";
  }, [search.q]);
  const clear = () => {
    if (box.current) box.current.value = "";
    change({ q: undefined });
  };
  const total = board && [
    t("board.count", { count: board.count, formatted: count(board.count) }),
    ...(board.team.deal_amount && board.amounts.length > 0 ? [sums(board.amounts)] : []),
  ];
  return (
    <header className={c.head}>
      <div className={c.titleRow}>
        <TeamSwitch me={me} team={team} />
        <Live />
        <span className={c.sum}>{total?.join(" · ")}</span>
        <span className={c.spacer} />
        {!phone && board && <Owners people={board.people} />}
        {onNew && (
          <Tooltip label={t("board.new_hint")} disabled={phone}>
            <Button size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={onNew}>
              {phone ? t("board.new_short") : t("board.new")}
            </Button>
          </Tooltip>
        )}
      </div>
      <div className={c.filters}>
        <TextInput
          ref={box}
          data-board-filter
          className={c.filterInput}
          size="sm"
          leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
          rightSection={
            search.q && <CloseButton size="sm" aria-label={t("board.clear_filter")} onClick={clear} />
          }
          placeholder={t("board.filter")}
          aria-label={t("board.filter")}
          defaultValue={search.q ?? ""}
          onChange={(e) => setQ(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key !== "Escape") return;
            clear();
            e.currentTarget.blur();
          }}
        />
        <SegmentedControl
          size="sm"
          aria-label={t("board.due")}
          value={search.due ?? "all"}
          onChange={(v) => change({ due: DUES.find((d) => d === v) })}
          data={(["all", ...DUES] as const).map((v) => ({ value: v, label: t(`board.due_${v}`) }))}
        />
        {!phone && (
          <button
            type="button"
            className={c.toggle}
            aria-pressed={search.closed === "all"}
            title={t("board.closed_hint")}
            onClick={() => change({ closed: search.closed === "all" ? undefined : "all" })}
          >
            {search.closed === "all" ? t("board.closed_all") : t("board.closed_90")}
          </button>
        )}
        <FieldFilter team={team} phone={phone} asked={asked} onAsk={setAsked} />
        <MoreMenu team={team.id} phone={phone} people={board?.people ?? []} />
      </div>
      {search.field && (
        <Suspense>
          <FieldChips
            team={team}
            filters={search.field}
            none={board?.count === 0}
            onEdit={(filter) => setAsked({ filter })}
          />
        </Suspense>
      )}
    </header>
  );
}
