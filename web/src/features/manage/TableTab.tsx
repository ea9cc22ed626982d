import { ActionIcon, Button } from "@mantine/core";
import { IconListCheck, IconTable } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Attribute, Me, Opportunity } from "@/lib/types";
import { peopleQuery } from "@/opportunity/api";
import { useFormats } from "@/ui/useFormats";
import { readTable, tableKey, tableQuery, useChanges, useProcess, viewsQuery } from "./api";
import { Cards } from "./Cards";
import { ColumnsMenu } from "./ColumnsMenu";
import {
  attributeColumn,
  attributeOf,
  BUILT_IN_COLUMNS,
  columnOf,
  exported,
  isAttribute,
  NAME,
  type Said,
  shownColumns,
} from "./columns";
import { Grid } from "./Grid";
import { readFirst } from "./kept";
import { Listing } from "./Listing";
import c from "./manage.module.css";
import { OpportunityCardBody } from "./OpportunityCardBody";
import { SelectionBar } from "./SelectionBar";
import { type ManageSearch, queryOf, searchOfView } from "./search";
import { useChosen } from "./useChosen";
import { useColumns } from "./useColumns";
import { useGrowing } from "./useGrowing";
import { useTableKinds } from "./useKinds";
import { useList } from "./useList";
import { useAgain, useFlashes, useSteady } from "./useRows";
import { useManageSearch } from "./useSearch";
import { ViewMenu } from "./ViewMenu";

const SORTS = [
  "updated",
  "created",
  "follow_up",
  "amount",
  "title",
  "number",
  "owner",
  "team",
  "step",
  "account",
];

/** The view that one wants first opens where the address asks for nothing. */
function useFirstView(me: Me, search: ManageSearch, show: (next: ManageSearch) => void): void {
  const [bare] = useState(() => Object.keys(search).every((name) => name === "opp"));
  const first = bare ? readFirst(me.id) : null;
  const { data } = useQuery({ ...viewsQuery, enabled: first !== null });
  const view = data?.find((one) => one.id === first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known
  useEffect(() => {
    if (view) show(searchOfView(view));
  }, [view?.id]);
}

/** Every opportunity that one may see, as a table. */
export function TableTab({ me }: { me: Me }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const address = useManageSearch();
  const { search, change, show } = address;
  const on = useList(address, "updated");
  const { phone, filters, sort } = on;
  useFirstView(me, search, (next) => show(next, { replace: true }));
  const list = `${on.asked} ${sort}`;
  const query = useQuery({ ...tableQuery(filters, sort), staleTime: 0, placeholderData: keepPreviousData });
  useAgain(useChanges(), () => query.refetch({ cancelRefetch: false }));
  const found = query.data;

  const [choosing, setChoosing] = useState(false);
  const [choosingColumns, setChoosingColumns] = useState(false);
  const { chosen, choose } = useColumns(address, me.id, "table");
  const columnKeys = useMemo(() => shownColumns(chosen), [chosen]);
  const attributes = columnKeys.some(isAttribute);
  const process = useProcess(search.team ?? [], {
    enabled: !!on.place || !!search.field || !!search.stage || choosingColumns || attributes,
  });
  const kinds = useTableKinds(process);

  const fresh = useMemo(() => found?.items ?? [], [found]);
  const [held, setHeld] = useState(false);
  const [away, setAway] = useState(false);
  const picked = useChosen(fresh, { list, filters, sort });
  const { selection, onSelection } = picked;
  const { rows, waiting, release } = useSteady(fresh, {
    list,
    hold: held || away || selection.ids.size > 0,
    passing: query.isPlaceholderData,
  });
  const flashing = useFlashes(fresh, list);
  const growing = useGrowing(
    tableKey(filters, sort),
    readTable(filters, sort),
    !!found?.next_cursor && !query.isPlaceholderData,
  );

  const now = useNow(rows.slice(0, 200).map((o) => o.follow_up_at));
  const { data: people } = useQuery({ ...peopleQuery, enabled: attributes });
  const labelled = useMemo(() => {
    const known = new Map<string, Attribute>(process.fields.map((field) => [field.key, field]));
    for (const o of fresh.slice(0, 50)) for (const field of o.fields) known.set(field.key, field);
    return known;
  }, [process.fields, fresh]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language changes what t says
  const said: Said = useMemo(
    () => ({ t, formats, now, people: new Map(people?.items.map((p) => [p.id, p])) }),
    [t, i18n.language, formats, now, people],
  );
  const columns = useMemo(
    () => columnKeys.map((key) => columnOf(key, said, labelled)),
    [columnKeys, said, labelled],
  );
  const labelOf = (key: string) =>
    isAttribute(key)
      ? (labelled.get(attributeOf(key))?.label ?? attributeOf(key))
      : t(`manage.column_${key}`);

  const own = process.fields.filter((field) => !field.builtIn).map((field) => attributeColumn(field.key));

  const total = found?.total ?? 0;
  const totalWords = found?.total_capped ? `${formats.count(total)}+` : formats.count(total);
  const open = (o: Opportunity) => change({ opp: o.id, part: undefined });
  const hrefOf = (o: Opportunity) => `/opportunities?opp=${o.id}`;
  const nameOf = (o: Opportunity) => o.title;
  const shared = {
    label: t("nav.manage"),
    rows,
    keyOf: (o: Opportunity) => o.id,
    nameOf,
    hrefOf,
    onOpen: open,
    selection,
    onSelection,
    flashing,
    total,
    onEnd: growing.onEnd,
  };
  const exports = me.capabilities.includes("export");
  const csv = `/api/v1/opportunities/export.csv?${queryOf({ ...filters, columns: exported(columnKeys) })}`;
  const count = (
    <span className={c.total} role="status">
      {t("manage.found", { count: total, found: totalWords })}
    </span>
  );
  return (
    <>
      <Listing
        list={on}
        searchLabel={t("manage.search")}
        kinds={kinds}
        process={process}
        sorts={SORTS}
        csv={exports ? csv : null}
        before={<ViewMenu who={me.id} />}
        beside={
          <ActionIcon
            variant={choosing ? "filled" : "default"}
            size={40}
            aria-label={t("manage.choose")}
            aria-pressed={choosing}
            onClick={() => {
              setChoosing(!choosing);
              picked.clear();
            }}
          >
            <IconListCheck size={17} stroke={1.7} />
          </ActionIcon>
        }
        tools={
          <>
            {waiting && (
              <Button size="compact-md" radius="xl" variant="light" onClick={release}>
                {t("manage.order_changed")}
              </Button>
            )}
            {!query.isPending && !phone && count}
            {!phone && (
              <ColumnsMenu
                first={NAME}
                shown={columnKeys}
                all={[...BUILT_IN_COLUMNS, ...own]}
                labelOf={labelOf}
                opened={choosingColumns}
                onOpened={setChoosingColumns}
                onChange={choose}
              />
            )}
          </>
        }
        above={phone && !query.isPending && <p className={c.totalLine}>{count}</p>}
        query={query}
        failed={t("manage.failed")}
        icon={<IconTable size={24} aria-hidden />}
        empty={[t("manage.empty"), t("manage.empty_hint")]}
        none={t("filter.none_fits")}
        isEmpty={rows.length === 0}
        growing={growing}
      >
        {phone ? (
          <Cards
            {...shared}
            choosing={choosing}
            title={nameOf}
            body={(o) => <OpportunityCardBody o={o} now={now} />}
          />
        ) : (
          <Grid
            {...shared}
            columns={columns}
            openKey={search.opp}
            sort={sort}
            onSort={on.onSort}
            choosing
            busy={query.isPlaceholderData}
            onHold={setHeld}
            onScrolled={setAway}
          />
        )}
      </Listing>
      <SelectionBar
        chosen={picked.chosen}
        found={found?.total_capped ? null : total}
        foundWords={totalWords}
        walking={picked.walking}
        onAll={() => void picked.chooseFound()}
        onHalt={picked.halt}
        onNone={picked.clear}
        onDone={picked.settle}
      />
    </>
  );
}
