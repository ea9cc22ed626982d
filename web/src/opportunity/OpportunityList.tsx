import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Opportunity } from "@/lib/types";
import { DueChip, PersonAvatar } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import c from "./list.module.css";
import { StageDot } from "./StageDot";

const RANK: Record<string, number> = { open: 0, won: 1, lost: 2, archived: 3 };

/** Opportunities under each other, open ones first; a click opens the drawer over the page one is on. */
export function OpportunityList({
  opportunities,
  onMore,
}: {
  opportunities: readonly Opportunity[];
  onMore?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const now = useNow(opportunities.map((o) => o.follow_up_at));
  const sorted = [...opportunities].sort((a, b) => (RANK[a.status] ?? 9) - (RANK[b.status] ?? 9));
  return (
    <>
      <ul className={c.list}>
        {sorted.map((o) => (
          <li key={o.id} className={c.row}>
            <span className={c.dot}>
              <StageDot stage={o.stage} />
            </span>
            <span className={c.text}>
              <Link
                to="."
                search={(s: object) => ({ ...s, opp: o.id }) as never}
                className={c.link}
                data-opp={o.id}
                dir="auto"
              >
                {o.title}
              </Link>
              <span className={c.where} dir="auto">
                {o.stage.name === o.step.name ? o.stage.name : `${o.stage.name} · ${o.step.name}`} ·{" "}
                {o.team.name} · #{o.number}
              </span>
            </span>
            <span className={c.amount}>{o.amount !== null && money(o.amount, o.currency)}</span>
            <span className={c.due}>{o.follow_up_at && <DueChip at={o.follow_up_at} now={now} />}</span>
            <PersonAvatar person={o.owner} size={24} />
          </li>
        ))}
      </ul>
      {onMore && (
        <div className={c.more}>
          <Button variant="subtle" color="gray" size="xs" onClick={onMore}>
            {t("list.more")}
          </Button>
        </div>
      )}
    </>
  );
}
