import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowsSort, IconDownload, IconShare3 } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Me } from "@/lib/types";
import { EmptyState } from "@/ui/bits";
import { Failed, RowsSkeleton, SearchBox } from "@/ui/page";
import { PHONE } from "@/ui/screen";
import { readShares, type Share, sharesKey, sharesQuery } from "./api";
import { Cards } from "./Cards";
import { FilterButton } from "./FilterButton";
import type { Place } from "./FilterPicker";
import { Grid } from "./Grid";
import { grow } from "./growing";
import { KindChips } from "./KindChips";
import { type Chosen, valuesOf } from "./kinds";
import c from "./manage.module.css";
import { SortMenu } from "./SortMenu";
import { filtersOf, isFiltered, type ManageSearch, queryOf, turned } from "./search";
import { NOTHING, type Selection } from "./selection";
import { ShareActs, ShareCardBody, useShareColumns } from "./shareColumns";
import { useShareKinds } from "./useKinds";
import { useManageSearch } from "./useSearch";

/** Who was given what, by whom and for how long, and what became of it (S8). */
export function HistoryTab({ me }: { me: Me }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { search, change, show } = useManageSearch();
  const phone = !!useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const asked = JSON.stringify(filtersOf(search));
  const filters = useMemo(() => JSON.parse(asked) as ReturnType<typeof filtersOf>, [asked]);
  const sort = search.sort ?? "asked";
  const query = useQuery({ ...sharesQuery(filters, sort), staleTime: 0, placeholderData: keepPreviousData });
  const rows = useMemo(() => query.data?.items ?? [], [query.data]);
  const [place, setPlace] = useState<Place | null>(null);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const kinds = useShareKinds(search, rows);
  const now = useNow(rows.slice(0, 200).flatMap((x) => [x.starts_at, x.ends_at]));
  const columns = useShareColumns(now);
  const onEnd = useCallback(
    () => void grow(queries, sharesKey(filters, sort), readShares(filters, sort)),
    [queries, filters, sort],
  );
  const filtered = isFiltered(search);
  const on = kinds.reduce((n, kind) => n + valuesOf(search as Chosen, kind.key).length, 0);
  const setFilter = (key: string, value: string | string[] | undefined) =>
    change({ [key]: value } as Partial<ManageSearch>, { replace: true });
  const clear = () => show({ tab: "shares", ...(search.sort ? { sort: search.sort } : {}) });
  const nameOf = (x: Share) => x.opportunity?.name ?? t("manage.gone", { number: x.number });
  const shared = {
    label: t("manage.tab_shares"),
    rows,
    keyOf: (x: Share) => x.id,
    nameOf,
    hrefOf: (x: Share) => (x.opportunity ? `/opportunities?opp=${x.opportunity.id}&part=shares` : null),
    onOpen: (x: Share) => x.opportunity && change({ opp: x.opportunity.id, part: "shares" }),
    selection,
    onSelection: setSelection,
    choosing: false,
    onEnd: query.data?.next_cursor && !query.isPlaceholderData ? onEnd : undefined,
  };
  const csv = `/api/v1/shares/export.csv?${queryOf(filters)}`;
  return (
    <>
      <div className={c.tools}>
        <div className={c.search}>
          <SearchBox
            label={t("manage.search_shares")}
            value={search.q ?? ""}
            onChange={(q) => change({ q: q || undefined }, { replace: true })}
          />
        </div>
        <FilterButton
          phone={phone}
          on={on}
          kinds={kinds}
          chosen={search as Chosen}
          place={place}
          onPlace={setPlace}
          onChange={setFilter}
        />
        {phone && (
          <SortMenu
            sort={sort}
            sorts={["asked", "starts", "ends"]}
            onSort={(next) => change({ sort: next }, { replace: true })}
          >
            <IconArrowsSort size={17} stroke={1.7} aria-hidden />
          </SortMenu>
        )}
        <span className={c.spacer} />
        {me.capabilities.includes("export") && !phone && (
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
        onChange={setFilter}
        onEdit={setPlace}
        onClear={clear}
      />
      {query.isPending ? (
        <div className={c.ghost}>
          <RowsSkeleton rows={10} height={44} />
        </div>
      ) : query.isError && !query.data ? (
        <Failed title={t("share.failed")} error={query.error} retry={query.refetch} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<IconShare3 size={24} aria-hidden />}
          title={t(filtered ? "manage.no_shares_fit" : "manage.no_shares")}
          action={
            filtered && (
              <Button variant="light" onClick={clear}>
                {t("filter.clear")}
              </Button>
            )
          }
        >
          {t(filtered ? "manage.none_hint" : "manage.no_shares_hint")}
        </EmptyState>
      ) : phone ? (
        <Cards
          {...shared}
          title={nameOf}
          body={(x) => <ShareCardBody share={x} now={now} />}
          foot={(x) => <ShareActs share={x} now={now} />}
        />
      ) : (
        <Grid
          {...shared}
          columns={columns}
          openKey={undefined}
          sort={sort}
          onSort={(key) => change({ sort: turned(search.sort ?? "asked", key) }, { replace: true })}
          busy={query.isPlaceholderData}
        />
      )}
    </>
  );
}
