import { ActionIcon, Skeleton } from "@mantine/core";
import { IconLayoutKanban, IconPencil, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { OpportunityList } from "@/opportunity/OpportunityList";
import { sumsOf } from "@/opportunity/sums";
import { EmptyState, PageHead, PersonAvatar } from "@/ui/bits";
import { Columns, Facts, Failed, factLink, More, PageBody, Panel, RowsSkeleton, Stack } from "@/ui/page";
import { readablePhone } from "@/ui/phone";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { AboutForm } from "./AboutForm";
import { attributesOf, readableKey } from "./about";
import c from "./account.module.css";
import { type Account, accountQuery, contactsQuery, opportunitiesQuery } from "./api";

const route = getRouteApi("/shell/accounts/$id");
/** Pages of opportunities that are read by themselves, for the sums. */
const PAGES = 5;

function About({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { calendarDate } = useFormats();
  const [editing, setEditing] = useState(false);
  useShortcuts({ e: account.may.edit && !editing ? () => setEditing(true) : undefined });
  const link = (x: { id: string; name: string }) => (
    <Link key={x.id} className={factLink} to="/accounts/$id" params={{ id: x.id }}>
      {x.name}
    </Link>
  );
  return (
    <Panel
      title={t("accounts.about")}
      actions={
        account.may.edit &&
        !editing && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t("accounts.edit")}
            onClick={() => setEditing(true)}
          >
            <IconPencil size={16} stroke={1.7} />
          </ActionIcon>
        )
      }
    >
      {editing ? (
        <AboutForm account={account} onDone={() => setEditing(false)} />
      ) : (
        <Facts
          rows={[
            [t("accounts.parent"), account.parent && link(account.parent)],
            ...(account.children.length > 0
              ? [
                  [
                    t("accounts.children"),
                    <span key="children" className={c.children}>
                      {account.children.map(link)}
                    </span>,
                  ] as const,
                ]
              : []),
            ...attributesOf(account).map((x) => [readableKey(x.key), x.value] as const),
            [t("accounts.since"), calendarDate(account.created_at)],
          ]}
        />
      )}
    </Panel>
  );
}

function People({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const query = useInfiniteQuery(contactsQuery(account.id));
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t("accounts.contacts")}
      note={account.contacts > 0 ? count(account.contacts) : undefined}
      bare
    >
      {query.isPending ? (
        <div style={{ padding: "0 16px 12px" }}>
          <RowsSkeleton rows={3} height={42} />
        </div>
      ) : !query.data ? (
        <Failed title={t("accounts.contacts_failed")} error={query.error} retry={query.refetch} />
      ) : people.length === 0 ? (
        <EmptyState icon={<IconUsers size={22} aria-hidden />} title={t("accounts.no_contacts")}>
          {t("accounts.no_contacts_hint")}
        </EmptyState>
      ) : (
        <ul className={c.people}>
          {people.map((x) => (
            <li key={x.id}>
              <span aria-hidden style={{ display: "inline-flex" }}>
                <PersonAvatar person={x} size={28} />
              </span>
              <span>
                <Link to="/contacts/$id" params={{ id: x.id }} dir="auto">
                  {x.name}
                </Link>
                <small>{x.email ?? (x.phone && readablePhone(x.phone))}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
      <More query={query} />
    </Panel>
  );
}

function Opportunities({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { money, count } = useFormats();
  const query = useInfiniteQuery(opportunitiesQuery(account.id));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  // A sum is only true of all of them.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pages < PAGES) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, pages, fetchNextPage]);
  const found = (query.data?.pages.flatMap((page) => page.items) ?? []) as Opportunity[];
  const counted = found.filter((o) => !o.excluded);
  const sums = (["open", "won"] as const).map((status) => ({
    status,
    amounts: sumsOf(counted.filter((o) => o.status === status)),
  }));
  return (
    <Panel
      title={t("accounts.opportunities")}
      note={account.opportunities > 0 ? count(account.opportunities) : undefined}
      bare
    >
      {query.isPending ? (
        <div style={{ padding: "0 16px 12px" }}>
          <RowsSkeleton rows={4} />
        </div>
      ) : !query.data ? (
        <Failed title={t("accounts.opportunities_failed")} error={query.error} retry={query.refetch} />
      ) : found.length === 0 ? (
        <EmptyState icon={<IconLayoutKanban size={22} aria-hidden />} title={t("accounts.no_opportunities")}>
          {t("accounts.no_opportunities_hint")}
        </EmptyState>
      ) : (
        <>
          {!hasNextPage && sums.some((x) => x.amounts.length > 0) && (
            <dl className={c.sums}>
              {sums.flatMap(({ status, amounts }) =>
                amounts.map((x) => (
                  <div key={status + x.currency}>
                    <dt>
                      {t(`accounts.sum_${status}`)}
                      {amounts.length > 1 && ` · ${x.currency}`}
                    </dt>
                    <dd>{money(x.amount, x.currency)}</dd>
                  </div>
                )),
              )}
            </dl>
          )}
          <OpportunityList
            opportunities={found}
            onMore={hasNextPage && pages >= PAGES ? () => void fetchNextPage() : undefined}
          />
        </>
      )}
    </Panel>
  );
}

/** One firm: what is known of it, its people, and everything one does with them. */
export function AccountPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const query = useQuery(accountQuery(id));
  if (query.isError)
    return <Failed title={t("accounts.failed_one")} error={query.error} retry={query.refetch} />;
  const account = query.data;
  if (!account)
    return (
      <>
        <PageHead title={<Skeleton width={220} height={28} />} />
        <PageBody>
          <Columns>
            <Skeleton height={260} radius={14} />
            <Skeleton height={320} radius={14} />
          </Columns>
        </PageBody>
      </>
    );
  return (
    <>
      <PageHead
        title={
          <span className={c.head}>
            <PersonAvatar person={account} size={40} />
            <span>
              <span dir="auto">{account.name}</span>
              <small>
                {account.parent
                  ? t("accounts.part_of", { name: account.parent.name })
                  : t("accounts.count", { count: account.opportunities })}
              </small>
            </span>
          </span>
        }
      />
      <PageBody>
        <Columns>
          <Stack>
            <About key={account.id} account={account} />
            <People account={account} />
          </Stack>
          <Opportunities account={account} />
        </Columns>
      </PageBody>
    </>
  );
}
