import { IconClockHour4 } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { atInstant, useNow } from "@/lib/clock";
import { keys } from "@/lib/keys";
import type { Opportunity } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useFormats } from "@/ui/useFormats";
import { sharesQuery } from "./api";
// With this one, so that it is there when the line is cut.
import "./Ended";
import c from "./ending.module.css";
import { isLive, leftOf, NEAR, partLeft } from "./left";
import { Longer } from "./ShareRow";

/** What is only lent says so: by whom, until when, how long still; one may ask for more. */
export default function Ending({ o, end }: { o: Opportunity; end: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const page = useInfiniteQuery(sharesQuery(o.id)).data?.pages[0];
  const coarse = useNow([end, new Date(Date.parse(end) - NEAR).toISOString()]);
  const near = Date.parse(end) - coarse <= NEAR;
  const now = Math.max(coarse, useNow([end], { every: near ? 1_000 : 20_000 }));
  const share =
    page?.items.find((one) => one.ends_at === end && isLive(one, now)) ??
    page?.items.find((one) => isLive(one, now));
  const left = leftOf(Date.parse(end), now);
  const words = t(left.key, { count: left.count, clock: left.clock });
  const warned = useRef(false);
  useEffect(() => {
    if (!near || warned.current) return;
    warned.current = true;
    announce(words);
  }, [near, words]);
  // A right to change it may end before the right to look does.
  const modifies = (page?.items ?? [])
    .filter((one) => one.access === "modify" && isLive(one, now))
    .map((one) => one.ends_at)
    .sort()
    .at(-1);
  const sooner = o.level === "modify" && modifies && Date.parse(modifies) < Date.parse(end) ? modifies : null;
  useEffect(() => {
    if (!sooner) return;
    const renew = () => void queries.invalidateQueries({ queryKey: keys.opportunity(o.id), exact: true });
    return atInstant(Date.parse(sooner), renew);
  }, [sooner, queries, o.id]);
  const giver = share?.given_by?.name ?? share?.automation?.name;
  const until = formats.shortDateTime(end);
  return (
    <section className={c.ending} data-near={near || undefined} aria-label={t("share.lent")}>
      <IconClockHour4 size={17} stroke={1.7} aria-hidden />
      <p>
        <span title={formats.fullTime(end)}>
          {giver ? t("share.lent_by", { name: giver, time: until }) : t("share.lent_until", { time: until })}
        </span>{" "}
        <b>{words}</b>
        {sooner && <small>{t("share.modify_until", { time: formats.shortDateTime(sooner) })}</small>}
        {share?.more_time && (
          <small>{t("share.you_asked", { time: formats.shortDateTime(share.more_time.until) })}</small>
        )}
      </p>
      {share?.may.ask && !share.more_time && (
        <Longer o={o} share={share} terms={page?.terms} what="ask" primary />
      )}
      {share && (
        <i
          className={c.line}
          aria-hidden
          style={{ inlineSize: `${Math.max(0.5, partLeft({ ...share, ends_at: end }, now) * 100)}%` }}
        />
      )}
    </section>
  );
}
