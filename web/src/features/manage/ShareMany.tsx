import { Alert } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { serverNow } from "@/lib/clock";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import type { Opportunity, Schemas } from "@/lib/types";
import { AccessChoice } from "@/opportunity/sharing/AccessChoice";
import { previewQuery, sharesQuery } from "@/opportunity/sharing/api";
import { clocksOf } from "@/opportunity/sharing/clocks";
import { GranteeChoice } from "@/opportunity/sharing/GranteeChoice";
import { ChipRow, LastingChoice } from "@/opportunity/sharing/LastingChoice";
import { bodyOf, type Lasting } from "@/opportunity/sharing/lasting";
import { refusalWords } from "@/opportunity/sharing/refusals";
import { type Access, type Grantee, toWhom } from "@/opportunity/sharing/shapes";
import { useFormats } from "@/ui/useFormats";
import { WallTimePicker } from "@/ui/WallTimePicker";
import { cityOf } from "@/ui/zones";
import { ManyDialog, type Rows } from "./ManyDialog";
import c from "./many.module.css";
import { type Element, elementsOf, sumUp } from "./pieces";
import { Refusals } from "./Refusals";
import { useRun } from "./useRun";

const USUAL = { default_days: 90, maximum_days: 365 };
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
  const formats = useFormats();
  const queries = useQueryClient();
  const all = useMemo(() => [...rows.values()], [rows]);
  const one = all.find((o) => o.may.share) ?? (all[0] as Opportunity);
  const terms = useInfiniteQuery(sharesQuery(one.id)).data?.pages[0]?.terms ?? USUAL;
  const [grantee, setGrantee] = useState<Grantee | null>(null);
  const [chosen, setLasting] = useState<Lasting | null>(null);
  const lasting = chosen ?? { kind: "for", amount: terms.default_days, unit: "days" };
  const [begins, setBegins] = useState<"now" | "later">("now");
  const [startWall, setStartWall] = useState<string | null>(null);
  const [access, setAccess] = useState<Access>("view");

  const lasts = bodyOf(lasting, formats.fromWall);
  const startsAt = begins === "later" && startWall ? formats.fromWall(startWall) : null;
  const complete = lasts !== null && lasts !== "skipped" && (begins === "now" || startsAt !== null);
  const body: Schemas["ShareIn"] | null =
    grantee && complete
      ? { ...toWhom(grantee), ...lasts, access, ...(startsAt ? { starts_at: startsAt } : {}) }
      : null;
  const meant = JSON.stringify(body);
  const [asked] = useDebouncedValue(meant, 180);
  const open = all.filter((o) => barOf(o, grantee) === null);
  const preview = useQuery(previewQuery((open[0] ?? one).id, JSON.parse(asked) as Schemas["ShareIn"] | null));
  const refusal = body ? preview.data?.refusal : undefined;
  const wrong = (...names: string[]) => refusal?.fields.find((f) => names.includes(f.name ?? ""))?.message;
  const wholly = refusal && ABOUT_ALL.has(refusal.code) ? refusal : null;
  const foreseen = useMemo(
    () => sumUp(all.map((o) => ({ id: o.id, code: barOf(o, grantee), reason: null }))),
    [all, grantee],
  );
  const n = wholly ? 0 : foreseen.changed.length;
  const clocks =
    body && preview.data?.starts_at && preview.data.ends_at
      ? clocksOf(
          { starts_at: preview.data.starts_at, ends_at: preview.data.ends_at },
          [me?.time_zone ?? null, grantee?.zone ?? null],
          formats.locale,
        )
      : [];

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
      ready={body !== null && asked === meant && !preview.isFetching && !refusal?.fields.length}
      onClose={onClose}
    >
      <GranteeChoice
        label={t("share.with")}
        value={grantee}
        onChange={setGrantee}
        error={wrong("member", "team")}
      />
      <LastingChoice
        label={t("share.for")}
        value={lasting}
        onChange={setLasting}
        terms={terms}
        from={startsAt ?? undefined}
        error={wrong("minutes", "days", "ends_at")}
      />
      <ChipRow
        label={t("share.starts")}
        value={begins}
        options={[
          { value: "now", label: t("share.starts_now") },
          { value: "later", label: t("share.starts_later") },
        ]}
        onChange={setBegins}
      >
        {begins === "later" && (
          <WallTimePicker
            labelled="aloud"
            label={t("share.starts")}
            placeholder={t("share.starts_placeholder")}
            mt={8}
            size="sm"
            maw={250}
            minDate={formats.toWall(new Date(serverNow()).toISOString()).slice(0, 10)}
            value={startWall}
            onChange={setStartWall}
            error={wrong("starts_at") ?? (startWall && !startsAt ? t("follow_up.skipped") : undefined)}
          />
        )}
      </ChipRow>
      <AccessChoice value={access} onChange={setAccess} />
      {wholly && (
        <Alert color="red" role="alert">
          {refusalWords(wholly, { t, i18n, me })}
        </Alert>
      )}
      {grantee && !wholly && (
        <>
          <div className={c.forecast} data-none={n === 0 || undefined} role="status">
            <b>{t("manage.will_share", { count: n, name: grantee.name })}</b>
            {clocks.map((clock, i) => (
              <span key={clock.zone}>
                {begins === "later"
                  ? t("share.from_until", { starts: clock.starts, ends: clock.ends })
                  : t("share.now_until", { ends: clock.ends })}
                {clocks.length > 1 &&
                  ` (${
                    i === 0
                      ? t("share.your_time", { city: cityOf(clock.zone) })
                      : t("share.their_time", { name: grantee.name, city: cityOf(clock.zone) })
                  })`}
              </span>
            ))}
          </div>
          <Refusals refused={foreseen.refused} rows={rows} />
        </>
      )}
    </ManyDialog>
  );
}
