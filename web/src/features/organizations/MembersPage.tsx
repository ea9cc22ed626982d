import { Button, SegmentedControl } from "@mantine/core";
import { IconSearch, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { useMe } from "@/lib/me";
import { Chip, EmptyState, PageHead } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink, Who } from "@/ui/DataTable";
import { Failed, PageBody, ReadOnly, RowsSkeleton, SearchBox, Tools } from "@/ui/page";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { type Member, membersQuery } from "./api";
import { DeactivateDialog } from "./DeactivateDialog";
import { InviteDialog } from "./InviteDialog";
import { MemberDialog } from "./MemberDialog";
import { MemberMenu } from "./MemberMenu";
import c from "./setup.module.css";

const route = getRouteApi("/shell/setup/members");
const TABS = { active: true, away: false, all: undefined } as const;
type Tab = keyof typeof TABS;

type Open = { dialog: "edit" | "deactivate"; id: string };

function Standing({ member, now }: { member: Member; now: number }) {
  const { t } = useTranslation();
  const { when } = useFormats();
  if (member.invited) return <Chip tone="blue">{t("members.is_invited")}</Chip>;
  if (!member.active) return <Chip>{t("members.is_deactivated")}</Chip>;
  return (
    <span>
      {t(`availability.${member.availability}`)}
      <span className={quiet} style={{ display: "block", fontSize: 12 }}>
        {member.last_seen_at
          ? t("members.seen", { when: when(member.last_seen_at, now) })
          : t("members.never_seen")}
      </span>
    </span>
  );
}

function useColumns(open: (what: Open) => void, now: number): Column<Member>[] {
  const { t } = useTranslation();
  const { count } = useFormats();
  return useMemo(
    () => [
      {
        key: "name",
        label: t("members.name"),
        width: "27%",
        cell: (x) => (
          <Who person={x} below={x.email}>
            {x.may.edit ? (
              <button type="button" className={rowLink} onClick={() => open({ dialog: "edit", id: x.id })}>
                {x.name}
              </button>
            ) : (
              x.name
            )}
          </Who>
        ),
      },
      {
        key: "roles",
        label: t("members.roles"),
        width: "25%",
        cell: (x) => (
          <span className={c.chips}>
            {x.roles.map((role) => (
              <Chip key={role} tone={role === "administrator" ? "accent" : "plain"}>
                {t(`role.${role}`)}
              </Chip>
            ))}
            {!x.sales_licence && <Chip tone="warn">{t("members.no_licence")}</Chip>}
          </span>
        ),
      },
      {
        key: "teams",
        label: t("members.teams"),
        phone: "hide",
        cell: (x) => (
          <span title={x.teams.map((y) => `${y.name}: ${t(`teams.sees_${y.sees}`)}`).join("\n")}>
            {x.teams.map((y) => y.name).join(", ") || <span className={quiet}>–</span>}
          </span>
        ),
      },
      {
        key: "standing",
        label: t("members.availability"),
        width: 176,
        phone: "hide",
        cell: (x) => <Standing member={x} now={now} />,
      },
      {
        key: "holds",
        label: t("members.holds"),
        width: 76,
        align: "end",
        phone: "hide",
        cell: (x) => (x.holds > 0 ? count(x.holds) : <span className={quiet}>–</span>),
      },
      {
        key: "menu",
        label: t("common.more"),
        hideLabel: true,
        width: 60,
        align: "end",
        phone: "beside",
        cell: (x) =>
          x.may.edit && (
            <MemberMenu
              member={x}
              onEdit={() => open({ dialog: "edit", id: x.id })}
              onDeactivate={() => open({ dialog: "deactivate", id: x.id })}
            />
          ),
      },
    ],
    [t, count, open, now],
  );
}

/** Who belongs here, what they may do, and what they hold. */
export function MembersPage() {
  const { t } = useTranslation();
  const { q = "", tab } = route.useSearch();
  const shown: Tab = tab === "away" || tab === "all" ? tab : "active";
  const navigate = route.useNavigate();
  const me = useMe();
  const now = useNow();
  const query = useInfiniteQuery(membersQuery(q, TABS[shown]));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [open, setOpen] = useState<Open | null>(null);
  const [inviting, setInviting] = useState(false);
  const columns = useColumns(setOpen, now);
  const member = rows.find((x) => x.id === open?.id);
  const invite = me?.may.manage_people ? () => setInviting(true) : undefined;
  useShortcuts({ n: invite });
  const search = (change: { q?: string | undefined; tab?: string | undefined }) =>
    void navigate({ search: (s) => ({ ...s, ...change }), replace: true });
  return (
    <>
      <PageHead title={t("nav.members")}>
        {invite && (
          <Button leftSection={<IconUserPlus size={16} stroke={1.8} aria-hidden />} onClick={invite}>
            {t("members.invite")}
          </Button>
        )}
      </PageHead>
      <Tools>
        <SearchBox
          label={t("members.search")}
          value={q}
          onChange={(next) => search({ q: next || undefined })}
        />
        <SegmentedControl
          aria-label={t("members.which")}
          data={(Object.keys(TABS) as Tab[]).map((value) => ({ value, label: t(`members.tab_${value}`) }))}
          value={shown}
          onChange={(v) => search({ tab: v === "active" ? undefined : v })}
        />
      </Tools>
      <PageBody>
        {me && !me.may.manage_people && <ReadOnly>{t("members.read_only")}</ReadOnly>}
        {query.isPending ? (
          <RowsSkeleton />
        ) : query.isError ? (
          <Failed title={t("members.failed")} error={query.error} retry={query.refetch} />
        ) : rows.length > 0 ? (
          <DataTable
            label={t("nav.members")}
            columns={columns}
            rows={rows}
            rowKey={(x) => x.id}
            onEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
          />
        ) : q ? (
          <EmptyState icon={<IconSearch size={22} aria-hidden />} title={t("list.nothing", { q })} />
        ) : (
          <EmptyState icon={<IconUsers size={24} aria-hidden />} title={t(`members.empty_${shown}`)}>
            {t("members.empty_hint")}
          </EmptyState>
        )}
      </PageBody>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {member && open?.dialog === "edit" && (
        <MemberDialog key={member.id} member={member} onClose={() => setOpen(null)} />
      )}
      {member && open?.dialog === "deactivate" && (
        <DeactivateDialog key={member.id} member={member} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
