import { Alert } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import type { Opportunity, Schemas } from "@/lib/types";
import { sharesQuery } from "@/opportunity/sharing/api";
import { ShareFields, useAsked, usePreview } from "@/opportunity/sharing/asking";
import { refusalWords } from "@/opportunity/sharing/refusals";
import type { Grantee } from "@/opportunity/sharing/shapes";
import { useClocks } from "@/opportunity/sharing/useClocks";
import { ManyDialog, type Rows } from "./ManyDialog";
import c from "./many.module.css";
import { type Element, elementsOf, sumUp } from "./pieces";
import { Refusals } from "./Refusals";
import { useRun } from "./useRun";

const ABOUT_ALL = new Set(["switched_off", "feature_off", "member_inactive"]);

/** What the page knows before it asks: whose it is already, and what one may not share. */
const barOf = (o: Opportunity, grantee: Grantee | null): string | null =>
  !o.may.share ? "not_allowed" : grantee && o.owner?.id === grantee.id ? "owner_cannot_be_shared_with" : null;

/** All that is chosen, with one person or team, for a time; each has its own result (S10). */
export default function ShareMany({
  rows,
  onClose,
  onDone,
}: {
  rows: Rows;
  onClose: () => void;
  onDone: (results: readonly Element[]) => void;
}) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const all = useMemo(() => [...rows.values()], [rows]);
  const one = all.find((o) => o.may.share) ?? (all[0] as Opportunity);
  const asked = useAsked(useInfiniteQuery(sharesQuery(one.id)).data?.pages[0]?.terms);
  const { grantee, body, meant } = asked;
  const open = all.filter((o) => barOf(o, grantee) === null);
  const { preview, settled } = usePreview((open[0] ?? one).id, asked);
  const clocks = useClocks(asked, body ? preview : undefined);
  const refusal = body ? preview?.refusal : undefined;
  const wrong = (...names: string[]) => refusal?.fields.find((f) => names.includes(f.name ?? ""))?.message;
  const wholly = refusal && ABOUT_ALL.has(refusal.code) ? refusal : null;
  const foreseen = useMemo(
    () => sumUp(all.map((o) => ({ id: o.id, code: barOf(o, grantee), reason: null }))),
    [all, grantee],
  );
  const n = wholly ? 0 : foreseen.changed.length;

  const send = useCallback(
    async (piece: readonly string[], key: string): Promise<Element[]> => {
      const share = JSON.parse(meant) as Schemas["ShareIn"];
      const items = piece.map((opportunity) => ({ ...share, do: "share" as const, opportunity }));
      const done = unwrap(
        await api.POST("/api/v1/shares/batch", {
          body: { items },
          headers: { "Idempotency-Key": key },
        }),
      );
      return elementsOf(done.items, piece);
    },
    [meant],
  );
  const done = useCallback(
    (results: readonly Element[]) => {
      void queries.invalidateQueries({ queryKey: keys.shares });
      void queries.invalidateQueries({ queryKey: keys.opportunities });
      onDone(results);
    },
    [queries, onDone],
  );
  // All are sent: what is refused is kept, and told, by who decides it.
  const ids = useMemo(() => [...rows.keys()], [rows]);
  const run = useRun(ids, send, done);
  return (
    <ManyDialog
      title={t("manage.share_title", { count: all.length })}
      rows={rows}
      run={run}
      count={n}
      total={ids.length}
      action={t("manage.share_do", { count: n })}
      ready={body !== null && settled && !refusal?.fields.length}
      onClose={onClose}
    >
      <ShareFields asked={asked} wrong={wrong} />
      {wholly && (
        <Alert color="red" role="alert">
          {refusalWords(wholly, { t, i18n, me })}
        </Alert>
      )}
      {grantee && !wholly && (
        <>
          <div className={c.forecast} data-none={n === 0 || undefined} role="status">
            <b>{t("manage.will_share", { count: n, name: grantee.name })}</b>
            {clocks.map(({ zone, words, whose }) => (
              <span key={zone}>
                {words}
                {whose && ` (${whose})`}
              </span>
            ))}
          </div>
          <Refusals refused={foreseen.refused} rows={rows} />
        </>
      )}
    </ManyDialog>
  );
}
