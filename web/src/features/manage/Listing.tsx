import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowsSort, IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/bits";
import { Refused } from "@/ui/forms";
import { Failed, RowsSkeleton, SearchBox } from "@/ui/page";
import type { Process } from "./api";
import { FilterButton } from "./FilterButton";
import { FIELD } from "./FilterPicker";
import { KindChips } from "./KindChips";
import type { Kind } from "./kinds";
import c from "./manage.module.css";
import { SortMenu } from "./SortMenu";
import type { Growing } from "./useGrowing";
import type { List } from "./useList";

type Query = { isPending: boolean; isError: boolean; data: unknown; error: unknown; refetch: () => unknown };
type Props = {
  list: List;
  searchLabel: string;
  kinds: readonly Kind[];
  process?: Process;
  /** By what a phone orders the list, where there are no headings. */
  sorts: readonly string[];
  /** Where the list comes as a spreadsheet, for who may have it. */
  csv: string | null;
  /** What stands before the search, beside the filters on a phone, at the end, and above the rows. */
  before?: ReactNode;
  beside?: ReactNode;
  tools?: ReactNode;
  above?: ReactNode;
  query: Query;
  /** What is said when it can't be read; when there is nothing at all; when nothing fits the filters. */
  failed: string;
  icon: ReactNode;
  empty: readonly [title: string, hint: string];
  none: string;
  isEmpty: boolean;
  growing: Growing;
  children: ReactNode;
};

/** A list under its tools and the filters that are on; or why there is none. */
export function Listing({ list, kinds, process, query, ...props }: Props) {
  const { t } = useTranslation();
  const { phone, filtered } = list;
  const [title, hint] = filtered ? [props.none, t("manage.none_hint")] : props.empty;
  const clear = filtered && (
    <Button variant="light" onClick={list.clear}>
      {t("filter.clear")}
    </Button>
  );
  return (
    <>
      <div className={c.tools}>
        {props.before}
        <div className={c.search}>
          <SearchBox label={props.searchLabel} value={list.q} onChange={list.setQ} />
        </div>
        <FilterButton
          phone={phone}
          on={list.on(process ? [...kinds, { key: FIELD }] : kinds)}
          kinds={kinds}
          chosen={list.chosen}
          process={process}
          place={list.place}
          onPlace={list.setPlace}
          onChange={list.setFilter}
        />
        {phone && (
          <SortMenu sort={list.sort} sorts={props.sorts} onSort={list.setSort}>
            <IconArrowsSort size={17} stroke={1.7} aria-hidden />
          </SortMenu>
        )}
        {phone && props.beside}
        <span className={c.spacer} />
        {props.tools}
        {props.csv && !phone && (
          <Tooltip label={t("board.export")}>
            <ActionIcon
              component="a"
              href={props.csv}
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
        chosen={list.chosen}
        process={process}
        onChange={list.setFilter}
        onEdit={list.setPlace}
        onClear={list.clear}
      />
      {props.above}
      {query.isPending ? (
        <div className={c.ghost}>
          <RowsSkeleton rows={12} height={44} />
        </div>
      ) : query.isError && !query.data ? (
        <>
          <Failed title={props.failed} error={query.error} retry={query.refetch} />
          {clear && <p className={c.clear}>{clear}</p>}
        </>
      ) : props.isEmpty ? (
        <EmptyState icon={props.icon} title={title} action={clear}>
          {hint}
        </EmptyState>
      ) : (
        <>
          {props.children}
          {!!props.growing.lost && (
            <div className={c.lost}>
              <Refused error={props.growing.lost} />
              <Button variant="light" size="xs" onClick={props.growing.again}>
                {t("common.retry")}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  );
}
