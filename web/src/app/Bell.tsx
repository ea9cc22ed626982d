import { ActionIcon, Indicator, Popover, ScrollArea, Skeleton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { serverNow, useNow } from "@/lib/clock";
import { keys } from "@/lib/keys";
import type { Me } from "@/lib/types";
import { EmptyState } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import { useSentence } from "@/ui/useSentence";
import c from "./shell.module.css";

const notificationsQuery = queryOptions({
  queryKey: keys.notifications,
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/notifications", { signal })),
});

/** What is new for me; looking at it marks it as read. */
export function Bell({ me, large = false }: { me: Me; large?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const { data } = useQuery({ ...notificationsQuery, enabled: open });
  const { when } = useFormats();
  const now = useNow();
  const sentence = useSentence();
  const read = useMutation({
    mutationFn: async () =>
      unwrap(
        await api.PUT("/api/v1/notifications/read", { body: { until: new Date(serverNow()).toISOString() } }),
      ),
    onSuccess: () => queries.setQueryData(keys.me, (m: Me | undefined) => m && { ...m, unread: 0 }),
  });
  const toggle = (next: boolean) => {
    setOpen(next);
    if (!next && me.unread > 0) read.mutate();
  };
  return (
    <Popover
      opened={open}
      onChange={toggle}
      position="bottom-start"
      width={340}
      shadow="md"
      radius="lg"
      trapFocus
    >
      <Indicator
        disabled={me.unread === 0}
        label={me.unread > 99 ? "99+" : me.unread}
        size={16}
        offset={large ? 9 : 6}
        color="red.8"
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={large ? 40 : 30}
            aria-label={t("bell.label", { count: me.unread })}
            onClick={() => toggle(!open)}
          >
            <IconBell size={large ? 19 : 17} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t("bell.title")}>
        <h2 className={c.bellTitle}>{t("bell.title")}</h2>
        <ScrollArea.Autosize mah={420}>
          {!data && <Skeleton height={48} m={12} />}
          {data?.items.length === 0 && (
            <EmptyState title={t("bell.empty")}>{t("bell.empty_hint")}</EmptyState>
          )}
          <ul className={c.bellList}>
            {data?.items.map((item) => (
              <li key={item.id} data-unread={!item.read_at || undefined}>
                <Link
                  to="."
                  search={(s) => (item.opportunity ? { ...s, opp: item.opportunity.id } : s)}
                  onClick={() => toggle(false)}
                >
                  <b>
                    {item.opportunity?.name ?? (item.kind.startsWith("share.") && t("bell.out_of_sight"))}
                  </b>
                  <span>{sentence(item.text, item.kind)}</span>
                  <time dateTime={item.at}>{when(item.at, now)}</time>
                </Link>
              </li>
            ))}
          </ul>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
