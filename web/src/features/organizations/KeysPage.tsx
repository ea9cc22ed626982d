import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { useNow } from "@/lib/clock";
import { useMe } from "@/lib/me";
import { Chip, EmptyState, PageHead } from "@/ui/bits";
import { type Column, DataTable, quiet } from "@/ui/DataTable";
import { Confirm, Failed, PageBody, RowsSkeleton } from "@/ui/page";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { type Key, keysQuery, useQuickChange } from "./api";
import { NewKeyDialog } from "./NewKeyDialog";
import c from "./setup.module.css";

function useColumns(revoke: (key: Key) => void, now: number): Column<Key>[] {
  const { t } = useTranslation();
  const { when, calendarDate } = useFormats();
  return useMemo(
    () => [
      {
        key: "name",
        label: t("keys.name"),
        width: "26%",
        cell: (x) => (
          <span>
            <b style={{ fontWeight: 560 }} dir="auto">
              {x.name}
            </b>
            <span className={`${quiet} ${c.code}`} style={{ display: "block" }}>
              {x.prefix}…
            </span>
          </span>
        ),
      },
      {
        key: "member",
        label: t("keys.member"),
        width: "20%",
        cell: (x) => <span dir="auto">{x.member.name}</span>,
      },
      {
        key: "scopes",
        label: t("keys.scopes"),
        cell: (x) => (
          <span className={c.chips}>
            {x.scopes.map((scope) => (
              <Chip key={scope}>{t(`scope.${scope}`)}</Chip>
            ))}
          </span>
        ),
      },
      {
        key: "used",
        label: t("keys.used"),
        width: 150,
        phone: "hide",
        cell: (x) => (
          <span className={quiet}>{x.last_used_at ? when(x.last_used_at, now) : t("keys.never_used")}</span>
        ),
      },
      {
        key: "made",
        label: t("keys.made"),
        width: 124,
        phone: "hide",
        cell: (x) => <span className={quiet}>{calendarDate(x.created_at)}</span>,
      },
      {
        key: "revoke",
        label: t("keys.revoke"),
        hideLabel: true,
        width: 112,
        align: "end",
        phone: "beside",
        cell: (x) =>
          x.revoked_at ? (
            <Chip>{t("keys.revoked")}</Chip>
          ) : (
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              aria-label={t("keys.revoke_of", { name: x.name })}
              onClick={() => revoke(x)}
            >
              {t("keys.revoke")}
            </Button>
          ),
      },
    ],
    [t, when, calendarDate, revoke, now],
  );
}

/** By which programs act as a member. */
export function KeysPage() {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const query = useInfiniteQuery(keysQuery);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const columns = useColumns(setRevoking, now);
  const rows = useMemo(() => {
    const all = query.data?.pages.flatMap((page) => page.items) ?? [];
    return [...all.filter((x) => !x.revoked_at), ...all.filter((x) => x.revoked_at)];
  }, [query.data]);
  const revoke = useQuickChange(
    "keys",
    async (id: string) =>
      unwrap(await api.DELETE("/api/v1/keys/{key_id}", { params: { path: { key_id: id } } })),
    () => setRevoking(null),
  );
  useShortcuts({ n: () => setMaking(true) });
  return (
    <>
      <PageHead title={t("nav.keys")}>
        <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={() => setMaking(true)}>
          {t("keys.new")}
        </Button>
      </PageHead>
      <PageBody>
        {query.isPending ? (
          <RowsSkeleton rows={4} />
        ) : query.isError ? (
          <Failed title={t("keys.failed")} error={query.error} retry={query.refetch} />
        ) : rows.length > 0 ? (
          <DataTable
            label={t("nav.keys")}
            columns={columns}
            rows={rows}
            rowKey={(x) => x.id}
            onEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
          />
        ) : (
          <EmptyState icon={<IconKey size={24} aria-hidden />} title={t("keys.empty")}>
            {t("keys.empty_hint")}
          </EmptyState>
        )}
      </PageBody>
      {making && me && <NewKeyDialog me={me} onClose={() => setMaking(false)} />}
      {revoking && (
        <Confirm
          title={t("keys.revoke_title", { name: revoking.name })}
          action={t("keys.revoke")}
          danger
          busy={revoke.isPending}
          onConfirm={() => revoke.mutate(revoking.id)}
          onClose={() => setRevoking(null)}
        >
          <p>{t("keys.revoke_hint")}</p>
        </Confirm>
      )}
    </>
  );
}
