import { Button } from "@mantine/core";
import { IconBuildingSkyscraper, IconPlus, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { EmptyState, PageHead } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink, Who } from "@/ui/DataTable";
import { Failed, PageBody, RowsSkeleton, SearchBox, Tools } from "@/ui/page";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { type Account, accountsQuery } from "./api";
import { NewAccount } from "./NewAccount";

const route = getRouteApi("/shell/accounts");

function useColumns(): Column<Account>[] {
  const { t } = useTranslation();
  const { count, calendarDate } = useFormats();
  return useMemo(() => {
    const number = (n: number) => (n > 0 ? count(n) : <span className={quiet}>–</span>);
    return [
      {
        key: "name",
        label: t("accounts.name"),
        width: "40%",
        cell: (x) => (
          <Who
            person={x}
            below={
              x.children.length > 0 && t("accounts.owns", { names: x.children.map((k) => k.name).join(", ") })
            }
          >
            <Link to="/accounts/$id" params={{ id: x.id }} className={rowLink}>
              {x.name}
            </Link>
          </Who>
        ),
      },
      {
        key: "parent",
        label: t("accounts.parent"),
        phone: "sub",
        cell: (x) => x.parent && <span dir="auto">{x.parent.name}</span>,
      },
      {
        key: "contacts",
        label: t("accounts.contacts"),
        width: 110,
        align: "end",
        phone: "hide",
        cell: (x) => number(x.contacts),
      },
      {
        key: "opportunities",
        label: t("accounts.opportunities"),
        width: 130,
        align: "end",
        phone: "hide",
        cell: (x) => number(x.opportunities),
      },
      {
        key: "since",
        label: t("accounts.since"),
        width: 140,
        align: "end",
        phone: "hide",
        cell: (x) => <span className={quiet}>{calendarDate(x.created_at)}</span>,
      },
    ];
  }, [t, count, calendarDate]);
}

/** The firms one sells to. */
export function AccountsPage() {
  const { t } = useTranslation();
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const query = useInfiniteQuery(accountsQuery(q));
  const columns = useColumns();
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const add = me?.may.create ? () => setAdding(true) : undefined;
  useShortcuts({ n: add });
  return (
    <>
      <PageHead title={t("nav.accounts")}>
        {add && (
          <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={add}>
            {t("accounts.new")}
          </Button>
        )}
      </PageHead>
      <Tools>
        <SearchBox
          label={t("accounts.search")}
          value={q}
          onChange={(next) =>
            void navigate({ search: (s) => ({ ...s, q: next || undefined }), replace: true })
          }
        />
      </Tools>
      <PageBody>
        {query.isPending ? (
          <RowsSkeleton />
        ) : query.isError ? (
          <Failed title={t("accounts.failed")} error={query.error} retry={query.refetch} />
        ) : rows.length > 0 ? (
          <DataTable
            label={t("nav.accounts")}
            columns={columns}
            rows={rows}
            rowKey={(x) => x.id}
            onEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
          />
        ) : q ? (
          <EmptyState icon={<IconSearch size={22} aria-hidden />} title={t("list.nothing", { q })}>
            {t("accounts.nothing_hint")}
          </EmptyState>
        ) : (
          <EmptyState icon={<IconBuildingSkyscraper size={24} aria-hidden />} title={t("accounts.empty")}>
            {t("accounts.empty_hint")}
          </EmptyState>
        )}
      </PageBody>
      {adding && <NewAccount onClose={() => setAdding(false)} />}
    </>
  );
}
