import { IconShare3 } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Me } from "@/lib/types";
import { readShares, type Share, sharesKey, sharesQuery } from "./api";
import { Cards } from "./Cards";
import { Grid } from "./Grid";
import { grow } from "./growing";
import { Listing } from "./Listing";
import { queryOf } from "./search";
import { NOTHING, type Selection } from "./selection";
import { ShareActs, ShareCardBody, useShareColumns } from "./shareColumns";
import { useShareKinds } from "./useKinds";
import { useList } from "./useList";
import { useManageSearch } from "./useSearch";

/** Who was given what, by whom and for how long, and what became of it (S8). */
export function HistoryTab({ me }: { me: Me }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const address = useManageSearch();
  const { search, change } = address;
  const list = useList(address, "asked");
  const { phone, filters, sort } = list;
  const query = useQuery({ ...sharesQuery(filters, sort), staleTime: 0, placeholderData: keepPreviousData });
  const rows = useMemo(() => query.data?.items ?? [], [query.data]);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const kinds = useShareKinds(search, rows);
  const now = useNow(rows.slice(0, 200).flatMap((x) => [x.starts_at, x.ends_at]));
  const columns = useShareColumns(now);
  const onEnd = useCallback(
    () => void grow(queries, sharesKey(filters, sort), readShares(filters, sort)),
    [queries, filters, sort],
  );
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
  return (
    <Listing
      list={list}
      searchLabel={t("manage.search_shares")}
      kinds={kinds}
      sorts={["asked", "starts", "ends"]}
      csv={me.capabilities.includes("export") ? `/api/v1/shares/export.csv?${queryOf(filters)}` : null}
      query={query}
      failed={t("share.failed")}
      icon={<IconShare3 size={24} aria-hidden />}
      empty={[t("manage.no_shares"), t("manage.no_shares_hint")]}
      none={t("manage.no_shares_fit")}
      isEmpty={rows.length === 0}
    >
      {phone ? (
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
          onSort={list.onSort}
          busy={query.isPlaceholderData}
        />
      )}
    </Listing>
  );
}
