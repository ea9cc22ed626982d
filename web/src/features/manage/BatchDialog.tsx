import { Progress, Skeleton, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newIdempotencyKey, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import { piecesOf } from "@/lib/pieces";
import type { Schemas } from "@/lib/types";
import { refreshBoardsSoon } from "@/opportunity/boards";
import { Refused } from "@/ui/forms";
import { useFormats } from "@/ui/useFormats";
import { type Act, FollowUpAct, MoveAct, OwnerAct } from "./acts";
import { ManyDialog, type Rows } from "./ManyDialog";
import c from "./many.module.css";
import { type Element, inPieces, PIECE, sumUp } from "./pieces";
import { Refusals } from "./Refusals";
import { useRun } from "./useRun";

export type What = "owner" | "move" | "follow_up" | "delete";
/** From so many on, the number is typed before they are deleted. */
const MANY = 10;
const NAMED = 6;

const bodyOf = (act: Act, opportunities: readonly string[]): Schemas["BatchIn"] => ({
  ...act,
  opportunities: [...opportunities],
});

/** Owner, stage or step, follow-up, or deletion of all that is chosen: first what would come of it, then the deed. */
export default function BatchDialog({
  what,
  rows,
  onClose,
  onDone,
}: {
  what: What;
  rows: Rows;
  onClose: () => void;
  onDone: (results: readonly Element[]) => void;
}) {
  const { t } = useTranslation();
  const { count: figure } = useFormats();
  const queries = useQueryClient();
  const ids = useMemo(() => [...rows.keys()], [rows]);
  const [act, setAct] = useState<Act | null>(what === "delete" ? { delete: true } : null);
  const [typed, setTyped] = useState("");
  const [uid] = useState(newIdempotencyKey);
  const [looked, setLooked] = useState(0);
  const preview = useQuery({
    queryKey: ["batch", uid, act],
    queryFn: async ({ signal }) => {
      setLooked(0);
      const pieces = await inPieces(
        piecesOf(ids, PIECE),
        async (piece) =>
          unwrap(await api.POST("/api/v1/board/batch/preview", { body: bodyOf(act ?? {}, piece), signal }))
            .results,
        { stopped: () => signal.aborted, done: (now) => setLooked(now.flat().length) },
      );
      return sumUp(pieces.flat());
    },
    enabled: act !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const send = useCallback(
    async (piece: readonly string[], key: string): Promise<Element[]> =>
      unwrap(
        await api.POST("/api/v1/board/batch", {
          body: bodyOf(act ?? {}, piece),
          headers: { "Idempotency-Key": key },
        }),
      ).results,
    [act],
  );
  const done = useCallback(
    (results: readonly Element[]) => {
      for (const { id, code } of results)
        if (!code) void queries.invalidateQueries({ queryKey: keys.opportunity(id) });
      void queries.invalidateQueries({ queryKey: keys.opportunities });
      refreshBoardsSoon(queries);
      onDone(results);
    },
    [queries, onDone],
  );
  const run = useRun(ids, send, done);
  const n = preview.data?.changed.length ?? 0;
  const sure = what !== "delete" || ids.length < MANY || typed.trim() === String(ids.length);
  const all = [...rows.values()];
  const names = all.slice(0, NAMED).map((o) => o.title);
  return (
    <ManyDialog
      title={t(`manage.${what}_title`, { count: ids.length })}
      rows={rows}
      run={run}
      count={n}
      total={ids.length}
      action={t(what === "delete" ? "manage.delete_do" : "manage.do", { count: n })}
      ready={preview.data !== undefined && !preview.isFetching && sure}
      danger={what === "delete"}
      onClose={onClose}
    >
      {what === "owner" && <OwnerAct rows={rows} onAct={setAct} />}
      {what === "move" && <MoveAct rows={rows} onAct={setAct} />}
      {what === "follow_up" && <FollowUpAct onAct={setAct} />}
      {what === "delete" && (
        <div className={c.question}>
          <p dir="auto">
            {ids.length > NAMED
              ? t("manage.names_more", { names: names.join(", "), count: ids.length - NAMED })
              : names.join(", ")}
          </p>
          <p>{t("manage.delete_hint")}</p>
        </div>
      )}
      {act && preview.isFetching && (
        <div className={c.progress}>
          <p role="status">{t("manage.looking", { done: looked, total: ids.length })}</p>
          {ids.length > 200 ? (
            <Progress value={(looked / ids.length) * 100} aria-label={t("manage.trying")} />
          ) : (
            <Skeleton height={8} radius={99} />
          )}
        </div>
      )}
      {preview.data && !preview.isFetching && (
        <>
          <div className={c.forecast} data-none={n === 0 || undefined} role="status">
            <b>{t(what === "delete" ? "manage.will_delete" : "batch.will_move", { count: n })}</b>
            {preview.data.incomplete > 0 && (
              <span>{t("batch.incomplete", { count: preview.data.incomplete })}</span>
            )}
          </div>
          <Refusals refused={preview.data.refused} rows={rows} />
        </>
      )}
      <Refused error={preview.error} />
      {what === "delete" && ids.length >= MANY && (
        <TextInput
          label={t("manage.type_count", { count: ids.length })}
          inputMode="numeric"
          autoComplete="off"
          placeholder={figure(ids.length)}
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
        />
      )}
    </ManyDialog>
  );
}
