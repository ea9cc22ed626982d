import { Button } from "@mantine/core";
import { IconShare3 } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Opportunity } from "@/lib/types";
import { EmptyState } from "@/ui/bits";
import { Failed, More, RowsSkeleton } from "@/ui/page";
import { sharesQuery, useStopAll } from "./api";
import { isLive, NEAR } from "./left";
import { ShareRow } from "./ShareRow";
import c from "./shares.module.css";

/** With whom it is shared now, and with whom it was (S8). */
export default function SharesTab({ o, onShare }: { o: Opportunity; onShare: (() => void) | undefined }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(sharesQuery(o.id));
  const stopAll = useStopAll(o.id);
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const instants = all.flatMap((share) => [share.starts_at, share.ends_at]);
  const coarse = useNow(instants);
  const near = all.some((share) => {
    const left = Date.parse(share.ends_at) - coarse;
    return left > 0 && left < 2 * NEAR;
  });
  const fine = useNow(instants, { every: near ? 1_000 : 20_000 });
  const now = Math.max(coarse, fine);
  const live = all.filter((share) => isLive(share, now));
  const past = all.filter((share) => !isLive(share, now));
  const only = o.access_ends_at !== null;
  const stoppable = live.filter((share) => share.may.stop);

  if (query.isPending)
    return (
      <div className={c.wrap}>
        <RowsSkeleton rows={2} height={98} />
      </div>
    );
  if (!query.data) return <Failed title={t("share.failed")} error={query.error} retry={query.refetch} />;
  return (
    <div className={c.wrap}>
      {all.length === 0 ? (
        <EmptyState
          icon={<IconShare3 size={24} aria-hidden />}
          title={t("share.empty")}
          action={
            onShare && (
              <Button leftSection={<IconShare3 size={16} aria-hidden />} onClick={onShare}>
                {t("share.open")}
              </Button>
            )
          }
        >
          {t(onShare ? "share.empty_hint" : "share.empty_hint_read")}
        </EmptyState>
      ) : (
        <>
          <header className={c.head}>
            <h3>{t(only ? "share.with_you" : "share.now", { count: live.length })}</h3>
            {stoppable.length > 1 && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                loading={stopAll.isPending}
                onClick={() => stopAll.mutate(undefined)}
              >
                {t("share.stop_all")}
              </Button>
            )}
            {onShare && (
              <Button
                variant="light"
                size="compact-sm"
                leftSection={<IconShare3 size={14} aria-hidden />}
                onClick={onShare}
              >
                {t("share.open")}
              </Button>
            )}
          </header>
          {live.length === 0 && <p className={c.none}>{t("share.none_now")}</p>}
          <ul className={c.list}>
            {live.map((share) => (
              <ShareRow key={share.id} o={o} share={share} now={now} terms={query.data.pages[0]?.terms} />
            ))}
          </ul>
        </>
      )}
      {past.length > 0 && (
        <section aria-label={t("share.past")}>
          <header className={c.head}>
            <h3>{t("share.past")}</h3>
          </header>
          <ul className={c.list} data-past>
            {past.map((share) => (
              <ShareRow key={share.id} o={o} share={share} now={now} terms={query.data.pages[0]?.terms} />
            ))}
          </ul>
        </section>
      )}
      <More query={query} label={t("timeline.older")} />
    </div>
  );
}
