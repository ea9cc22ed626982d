import { Button, Skeleton } from "@mantine/core";
import { IconArrowUp, IconCornerDownRight, IconHierarchy2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Opportunity, Schemas } from "@/lib/types";
import { EmptyState } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { familyQuery } from "./api";
import { FollowOnButton } from "./FollowOn";
import c from "./family.module.css";
import { StageDot } from "./StageDot";

type Member = Schemas["FamilyMember"];

function MemberRow({ o, member }: { o: Opportunity; member: Member }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const here = member.id === o.id;
  return (
    <li
      className={c.member}
      data-here={here || undefined}
      aria-current={here ? "true" : undefined}
      style={{ ["--depth" as string]: member.depth }}
    >
      {member.depth > 0 && <IconCornerDownRight size={15} aria-hidden className={c.branch} />}
      <span className={c.who}>
        {here ? (
          <b dir="auto">{member.title}</b>
        ) : (
          <Link to="." search={(s: object) => ({ ...s, opp: member.id }) as never} dir="auto">
            {member.title}
          </Link>
        )}
        <small>
          {[`#${member.number}`, member.follow_on, here ? t("family.this") : null]
            .filter(Boolean)
            .join(" · ")}
        </small>
      </span>
      <span className={c.stage} data-status={member.status}>
        <StageDot stage={member.stage} />
        {member.stage.name}
      </span>
      <span className={c.amount}>{member.amount === null ? "—" : money(member.amount, member.currency)}</span>
    </li>
  );
}

/** Parent, children and all that follows from the same first one, with what it is worth (W11). */
export default function Family({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { money, count } = useFormats();
  const { data, error, refetch } = useQuery(familyQuery(o.id));
  if (error)
    return (
      <EmptyState
        title={t("family.failed")}
        action={
          <Button variant="light" size="xs" onClick={() => void refetch()}>
            {t("common.retry")}
          </Button>
        }
      >
        {problem(error)}
      </EmptyState>
    );
  if (!data) return [0, 1, 2].map((i) => <Skeleton key={i} height={40} mt={10} />);
  const alone = data.members.length < 2 && !data.parent && !data.parent_deleted;
  return (
    <div className={c.family}>
      <FollowOnButton o={o} family={data} />
      {data.parent && (
        <p className={c.parent}>
          <IconArrowUp size={15} aria-hidden />
          {t("family.parent")}{" "}
          <Link to="." search={(s: object) => ({ ...s, opp: data.parent?.id }) as never} dir="auto">
            {data.parent.title}
          </Link>
        </p>
      )}
      {data.parent_deleted && (
        <p className={c.parent}>
          <IconArrowUp size={15} aria-hidden />
          {t("family.parent_deleted")}
        </p>
      )}
      {alone ? (
        <EmptyState icon={<IconHierarchy2 size={24} aria-hidden />} title={t("family.empty")}>
          {t(data.follow_ons.length > 0 ? "family.empty_hint" : "family.empty_none")}
        </EmptyState>
      ) : (
        <>
          <ul className={c.tree} aria-label={t("family.tree")}>
            {data.members.map((member) => (
              <MemberRow key={member.id} o={o} member={member} />
            ))}
          </ul>
          <dl className={c.totals} aria-label={t("family.total")}>
            {data.totals.map((total) => (
              <div key={total.currency}>
                <dt>
                  {t("family.total")}
                  {/* With one currency it is of all of them; what has no amount yet adds nothing. */}
                  {data.totals.length > 1 &&
                    ` · ${t("family.counted", { count: total.count, formatted: count(total.count) })}`}
                </dt>
                <dd>{money(total.amount, total.currency)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}
