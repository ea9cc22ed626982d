import { Button } from "@mantine/core";
import { IconAddressBook, IconPlus, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { EmptyState, PageHead } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink, Who } from "@/ui/DataTable";
import { Failed, PageBody, RowsSkeleton, SearchBox, Tools } from "@/ui/page";
import { readablePhone } from "@/ui/phone";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { type Contact, contactsQuery } from "./api";
import { NewContact } from "./NewContact";

const route = getRouteApi("/shell/contacts");

function useColumns(): Column<Contact>[] {
  const { t } = useTranslation();
  const { count } = useFormats();
  return useMemo(
    () => [
      {
        key: "name",
        label: t("contacts.name"),
        width: "34%",
        cell: (x) => (
          <Who
            person={x}
            below={x.other_names.length > 0 && t("contacts.also", { names: x.other_names.join(", ") })}
          >
            <Link to="/contacts/$id" params={{ id: x.id }} className={rowLink}>
              {x.name}
            </Link>
          </Who>
        ),
      },
      {
        key: "account",
        label: t("contacts.account"),
        width: "22%",
        phone: "sub",
        cell: (x) => x.account && <span dir="auto">{x.account.name}</span>,
      },
      {
        key: "email",
        label: t("contacts.email"),
        width: "24%",
        phone: "hide",
        cell: (x) => <span className={quiet}>{x.email}</span>,
      },
      {
        key: "phone",
        label: t("contacts.phone"),
        width: 150,
        phone: "hide",
        cell: (x) => x.phone && <span className={quiet}>{readablePhone(x.phone)}</span>,
      },
      {
        key: "opportunities",
        label: t("contacts.opportunities"),
        width: 118,
        align: "end",
        phone: "hide",
        cell: (x) => (x.opportunities > 0 ? count(x.opportunities) : <span className={quiet}>–</span>),
      },
    ],
    [t, count],
  );
}

/** Everybody one sells to. */
export function ContactsPage() {
  const { t } = useTranslation();
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const query = useInfiniteQuery(contactsQuery(q));
  const columns = useColumns();
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const add = me?.may.create ? () => setAdding(true) : undefined;
  useShortcuts({ n: add });
  const newButton = add && (
    <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={add}>
      {t("contacts.new")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("nav.contacts")}>{newButton}</PageHead>
      <Tools>
        <SearchBox
          label={t("contacts.search")}
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
          <Failed title={t("contacts.failed")} error={query.error} retry={query.refetch} />
        ) : rows.length > 0 ? (
          <DataTable
            label={t("nav.contacts")}
            columns={columns}
            rows={rows}
            rowKey={(x) => x.id}
            onEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
          />
        ) : q ? (
          <EmptyState icon={<IconSearch size={22} aria-hidden />} title={t("list.nothing", { q })}>
            {t("contacts.nothing_hint")}
          </EmptyState>
        ) : (
          <EmptyState icon={<IconAddressBook size={24} aria-hidden />} title={t("contacts.empty")}>
            {t("contacts.empty_hint")}
          </EmptyState>
        )}
      </PageBody>
      {adding && <NewContact onClose={() => setAdding(false)} />}
    </>
  );
}
