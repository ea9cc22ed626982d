import type { Opportunity } from "@/lib/types";
import { StageDot } from "@/opportunity/StageDot";
import { Chip, DueChip, PersonAvatar } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import c from "./cards.module.css";

/** What tells most of an opportunity, in two lines. */
export function OpportunityCardBody({ o, now }: { o: Opportunity; now: number }) {
  const { money, shortDateTime } = useFormats();
  return (
    <>
      <span className={c.line}>
        <StageDot stage={o.stage} />
        <span dir="auto">{o.stage.name}</span>
        {o.account && <span dir="auto">{o.account.name}</span>}
        <span className={`${c.push} ${c.strong}`}>{o.amount !== null && money(o.amount, o.currency)}</span>
      </span>
      <span className={c.line}>
        <PersonAvatar person={o.owner} size={20} />
        {o.follow_up_at && <DueChip at={o.follow_up_at} now={now} />}
        {o.access_ends_at && <Chip tone="warn">{shortDateTime(o.access_ends_at)}</Chip>}
        <span className={c.push}>
          <span dir="auto">{o.team.name}</span> · #{o.number}
        </span>
      </span>
    </>
  );
}
