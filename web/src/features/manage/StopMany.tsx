import { Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newIdempotencyKey, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import { piecesOf } from "@/lib/pieces";
import type { Schemas } from "@/lib/types";
import { GranteeChoice } from "@/opportunity/sharing/GranteeChoice";
import { ChipRow } from "@/opportunity/sharing/LastingChoice";
import { type Grantee, toWhom } from "@/opportunity/sharing/shapes";
import { Refused } from "@/ui/forms";
import type { Share } from "./api";
import { ManyDialog, type Rows } from "./ManyDialog";
import c from "./many.module.css";
import { type Element, elementsOf } from "./pieces";
import { useRun } from "./useRun";

/** As many are named in one address. */
const ASKED = 40;

/** The shares that still run, of some opportunities. */
async function liveShares(
  opportunities: readonly string[],
  whose: { member?: string; team?: string },
  signal: AbortSignal,
): Promise<Share[]> {
  const found: Share[] = [];
  const to = {
    ...(whose.member ? { member: [whose.member] } : {}),
    ...(whose.team ? { team: [whose.team] } : {}),
  };
  for (const opportunity of piecesOf(opportunities, ASKED)) {
    let cursor: string | null = null;
    do {
      const page: Schemas["SharesOut"] = unwrap(
        await api.GET("/api/v1/shares", {
          params: {
            query: {
              opportunity,
              ...to,
              state: ["active", "scheduled"],
              limit: 200,
              ...(cursor ? { cursor } : {}),
            },
          },
          signal,
        }),
      );
      found.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
  }
  return found;
}

/** Ends shares of all that is chosen: every one of them, or those with one person or team (S7). */
export default function StopMany({
  rows,
  onClose,
  onDone,
}: {
  rows: Rows;
  onClose: () => void;
  onDone: (results: readonly Element[]) => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const all = useMemo(() => [...rows.keys()], [rows]);
  const [uid] = useState(newIdempotencyKey);
  const [whose, setWhose] = useState<"all" | "one">("all");
  const [grantee, setGrantee] = useState<Grantee | null>(null);
  const to = whose === "one" && grantee ? toWhom(grantee) : {};
  const meant = JSON.stringify(to);
  const ready = whose === "all" || grantee !== null;
  const preview = useQuery({
    queryKey: ["stop-many", uid, meant],
    queryFn: ({ signal }) => liveShares(all, to, signal),
    enabled: ready,
    staleTime: 0,
    gcTime: 0,
  });
  const live = preview.data ?? [];
  const stoppable = live.filter((share) => share.may.stop);
  const ids = useMemo(
    () => [
      ...new Set(
        (preview.data ?? []).flatMap((x) => (x.may.stop && x.opportunity ? [x.opportunity.id] : [])),
      ),
    ],
    [preview.data],
  );
  const send = useCallback(
    async (piece: readonly string[], key: string): Promise<Element[]> => {
      const whom = JSON.parse(meant) as { member?: string; team?: string };
      const items = piece.map((opportunity) => ({
        ...whom,
        do: "stop" as const,
        opportunity,
        access: "view" as const,
      }));
      const done = unwrap(
        await api.POST("/api/v1/shares/batch", { body: { items }, headers: { "Idempotency-Key": key } }),
      );
      return elementsOf(done.items, piece);
    },
    [meant],
  );
  const done = useCallback(
    (results: readonly Element[]) => {
      void queries.invalidateQueries({ queryKey: keys.opportunities });
      void queries.invalidateQueries({ queryKey: [...keys.shares, "of"] });
      void queries.invalidateQueries({ queryKey: [...keys.shares, "history"] });
      onDone(results);
    },
    [queries, onDone],
  );
  const run = useRun(ids, send, done);
  return (
    <ManyDialog
      title={t("manage.stop_title", { count: all.length })}
      rows={rows}
      run={run}
      count={stoppable.length}
      total={ids.length}
      action={t("manage.stop_do", { count: stoppable.length })}
      ready={ready && preview.data !== undefined && !preview.isFetching}
      onClose={onClose}
    >
      <ChipRow
        label={t("manage.stop_whose")}
        value={whose}
        options={[
          { value: "all", label: t("manage.stop_all") },
          { value: "one", label: t("manage.stop_one") },
        ]}
        onChange={setWhose}
      />
      {whose === "one" && (
        <GranteeChoice label={t("manage.stop_with")} value={grantee} onChange={setGrantee} />
      )}
      {ready && preview.isFetching && <Skeleton height={46} radius={10} />}
      {preview.data && !preview.isFetching && (
        <div className={c.forecast} data-none={stoppable.length === 0 || undefined} role="status">
          <b>{t("manage.will_stop", { count: stoppable.length })}</b>
          {stoppable.length > 0 && <span>{t("manage.stop_hint", { count: ids.length })}</span>}
          {live.length > stoppable.length && (
            <span>{t("manage.not_yours", { count: live.length - stoppable.length })}</span>
          )}
        </div>
      )}
      <Refused error={preview.error} />
    </ManyDialog>
  );
}
