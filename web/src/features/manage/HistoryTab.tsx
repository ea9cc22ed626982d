import { useMediaQuery } from "@mantine/hooks";
import { IconShare3 } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Me } from "@/lib/types";
import { readShares, type Share, sharesKey, sharesQuery } from "./api";
import { Cards } from "./Cards";
import { ColumnsMenu } from "./ColumnsMenu";
import { Grid } from "./Grid";
import { Listing } from "./Listing";
import { ShareActs } from "./ShareActs";
import { queryOf } from "./search";
import { NOTHING, type Selection } from "./selection";
import { ShareCardBody, useShareWords } from "./shareCells";
import {
  SHARE_COLUMNS,
  SHARE_NAME,
  SHARE_SORTS,
  shownShareColumns,
  useShareColumns,
  useShareLabel,
} from "./shareColumns";
import { useColumns } from "./useColumns";
import { useGrowing } from "./useGrowing";
import { useShareKinds } from "./useKinds";
import { useList } from "./useList";
import { useManageSearch } from "./useSearch";

/** From so wide on, all columns have room. */
const ROOMY = "(min-width: 1600px)";

/** Who was given what, by whom and for how long, and what became of it (S8). */
export function HistoryTab({ me }: { me: Me }) {
  const { t } = useTranslation();
  const address = useManageSearch();
  const { search, change } = address;
  const list = useList(address, "asked");
  const { phone, filters, sort } = list;
  const query = useQuery({ ...sharesQuery(filters, sort), staleTime: 0, placeholderData: keepPreviousData });
  const rows = useMemo(() => query.data?.items ?? [], [query.data]);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const kinds = useShareKinds(search, rows);
  const now = useNow(rows.slice(0, 200).flatMap((x) => [x.starts_at, x.ends_at]));
  const roomy = !!useMediaQuery(ROOMY, undefined, { getInitialValueInEffect: false });
  const { chosen, choose } = useColumns(address, me.id, "shares");
  const [choosing, setChoosing] = useState(false);
  const keys = useMemo(() => shownShareColumns(chosen, roomy), [chosen, roomy]);
  const columns = useShareColumns(keys, now);
  const labelOf = useShareLabel();
  const growing = useGrowing(
    sharesKey(filters, sort),
    readShares(filters, sort),
    !!query.data?.next_cursor && !query.isPlaceholderData,
  );
  const nameOf = useShareWords().opportunity;
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
    onEnd: growing.onEnd,
  };
  return (
    <Listing
      list={list}
      searchLabel={t("manage.search_shares")}
      kinds={kinds}
      sorts={SHARE_SORTS}
      csv={me.capabilities.includes("export") ? `/api/v1/shares/export.csv?${queryOf(filters)}` : null}
      query={query}
      failed={t("share.failed")}
      icon={<IconShare3 size={24} aria-hidden />}
      empty={[t("manage.no_shares"), t("manage.no_shares_hint")]}
      none={t("manage.no_shares_fit")}
      isEmpty={rows.length === 0}
      growing={growing}
      tools={
        !phone && (
          <ColumnsMenu
            first={SHARE_NAME}
            shown={keys}
            all={SHARE_COLUMNS}
            labelOf={labelOf}
            opened={choosing}
            onOpened={setChoosing}
            onChange={choose}
          />
        )
      }
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
          tall
          sort={sort}
          onSort={list.onSort}
          busy={query.isPlaceholderData}
        />
      )}
    </Listing>
  );
}
