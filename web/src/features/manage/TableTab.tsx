import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowsSort, IconDownload, IconListCheck, IconTable } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Attribute, Me, Opportunity } from "@/lib/types";
import { peopleQuery } from "@/opportunity/api";
import { EmptyState } from "@/ui/bits";
import { Failed, RowsSkeleton, SearchBox } from "@/ui/page";
import { PHONE } from "@/ui/screen";
import { useFormats } from "@/ui/useFormats";
import { readTable, tableKey, tableQuery, useChanges, useProcess, viewsQuery } from "./api";
import { Cards } from "./Cards";
import { ColumnsMenu } from "./ColumnsMenu";
import { attributeOf, columnOf, exported, isAttribute, type Said, shownColumns } from "./columns";
import { FilterButton } from "./FilterButton";
import { FIELD, type Place } from "./FilterPicker";
import { Grid } from "./Grid";
import { grow } from "./growing";
import { KindChips } from "./KindChips";
import { keepColumns, readColumns, readFirst } from "./kept";
import { type Chosen, valuesOf } from "./kinds";
import c from "./manage.module.css";
import { OpportunityCardBody } from "./OpportunityCardBody";
import { SelectionBar } from "./SelectionBar";
import { SortMenu } from "./SortMenu";
import { filtersOf, isFiltered, type ManageSearch, queryOf, searchOfView, turned } from "./search";
import { useChosen } from "./useChosen";
import { useTableKinds } from "./useKinds";
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
  const queries = useQueryClient();
  const { search, change, show } = useManageSearch();
  const phone = !!useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  useFirstView(me, search, (next) => show(next, { replace: true }));
  const asked = JSON.stringify(filtersOf(search));
  const filters = useMemo(() => JSON.parse(asked) as ReturnType<typeof filtersOf>, [asked]);
  const sort = search.sort ?? "updated";
  const list = `${asked} ${sort}`;
  const query = useQuery({ ...tableQuery(filters, sort), staleTime: 0, placeholderData: keepPreviousData });
  useAgain(useChanges(), () => query.refetch({ cancelRefetch: false }));
  const found = query.data;

  const [place, setPlace] = useState<Place | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [choosingColumns, setChoosingColumns] = useState(false);
  const [ownColumns, setOwnColumns] = useState(() => readColumns(me.id));
  const columnKeys = useMemo(() => shownColumns(search.columns ?? ownColumns), [search.columns, ownColumns]);
  const attributes = columnKeys.some(isAttribute);
  const process = useProcess(search.team ?? [], {
    enabled: !!place || !!search.field || !!search.stage || choosingColumns || attributes,
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
  const onEnd = useCallback(
    () => void grow(queries, tableKey(filters, sort), readTable(filters, sort)),
    [queries, filters, sort],
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
  const chooseColumns = (next: readonly string[] | undefined) => {
    keepColumns(me.id, next);
    setOwnColumns(next ? [...next] : undefined);
    change({ columns: next ? [...next] : undefined }, { replace: true });
  };

  const total = found?.total ?? 0;
  const totalWords = found?.total_capped ? `${formats.count(total)}+` : formats.count(total);
  const filtered = isFiltered(search);
  const on = kinds.reduce(
    (n, kind) => n + valuesOf(search as Chosen, kind.key).length,
    search.field?.length ?? 0,
  );
  const setFilter = (key: string, value: string | string[] | undefined) =>
    change({ [key]: value } as Partial<ManageSearch>, { replace: true });
  const clear = () =>
    show({
      ...(search.sort ? { sort: search.sort } : {}),
      ...(search.columns ? { columns: search.columns } : {}),
    });
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
    onEnd: found?.next_cursor && !query.isPlaceholderData ? onEnd : undefined,
  };
  const exports = me.capabilities.includes("export");
  const csv = `/api/v1/opportunities/export.csv?${queryOf({ ...filters, columns: exported(columnKeys) })}`;
  return (
    <>
      <div className={c.tools}>
        <ViewMenu who={me.id} />
        <div className={c.search}>
          <SearchBox
            label={t("manage.search")}
            value={search.q ?? ""}
            onChange={(q) => change({ q: q || undefined }, { replace: true })}
          />
        </div>
        <FilterButton
          phone={phone}
          on={on}
          kinds={kinds}
          chosen={search as Chosen}
          process={process}
          place={place}
          onPlace={setPlace}
          onChange={setFilter}
        />
        {phone && (
          <>
            <SortMenu sort={sort} sorts={SORTS} onSort={(next) => change({ sort: next }, { replace: true })}>
              <IconArrowsSort size={17} stroke={1.7} aria-hidden />
            </SortMenu>
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
          </>
        )}
        <span className={c.spacer} />
        {waiting && (
          <Button size="compact-md" radius="xl" variant="light" onClick={release}>
            {t("manage.order_changed")}
          </Button>
        )}
        {!query.isPending && !phone && (
          <span className={c.total} role="status">
            {t("manage.found", { count: total, found: totalWords })}
          </span>
        )}
        {!phone && (
          <ColumnsMenu
            shown={columnKeys}
            labelOf={labelOf}
            process={process}
            opened={choosingColumns}
            onOpened={setChoosingColumns}
            onChange={chooseColumns}
          />
        )}
        {exports && !phone && (
          <Tooltip label={t("board.export")}>
            <ActionIcon
              component="a"
              href={csv}
              download
              variant="default"
              size={36}
              aria-label={t("board.export")}
            >
              <IconDownload size={17} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <KindChips
        kinds={kinds}
        chosen={search as Chosen}
        process={process}
        onChange={setFilter}
        onEdit={(next) => setPlace(next.kind === FIELD && !next.filter ? { kind: FIELD } : next)}
        onClear={clear}
      />
      {phone && !query.isPending && (
        <p className={c.totalLine} role="status">
          {t("manage.found", { count: total, found: totalWords })}
        </p>
      )}
      {query.isPending ? (
        <div className={c.ghost}>
          <RowsSkeleton rows={12} height={44} />
        </div>
      ) : query.isError && !found ? (
        <>
          <Failed title={t("manage.failed")} error={query.error} retry={query.refetch} />
          {filtered && (
            <Button variant="subtle" mx="auto" onClick={clear}>
              {t("filter.clear")}
            </Button>
          )}
        </>
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<IconTable size={24} aria-hidden />}
          title={t(filtered ? "filter.none_fits" : "manage.empty")}
          action={
            filtered && (
              <Button variant="light" onClick={clear}>
                {t("filter.clear")}
              </Button>
            )
          }
        >
          {t(filtered ? "manage.none_hint" : "manage.empty_hint")}
        </EmptyState>
      ) : phone ? (
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
          onSort={(key) => change({ sort: turned(search.sort ?? "updated", key) }, { replace: true })}
          choosing
          busy={query.isPlaceholderData}
          onHold={setHeld}
          onScrolled={setAway}
        />
      )}
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
