import { Button, Switch } from "@mantine/core";
import { IconMessages, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { useMe } from "@/lib/me";
import { ChannelIcon, EmptyState, PageHead } from "@/ui/bits";
import { Failed, PageBody, Panel, ReadOnly, RowsSkeleton } from "@/ui/page";
import { useShortcuts } from "@/ui/shortcuts";
import { type Channel, channelsQuery, useQuickChange } from "./api";
import { ChannelDialog } from "./ChannelDialog";
import c from "./setup.module.css";

function Row({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const { t } = useTranslation();
  const change = useQuickChange("channels", async (active: boolean) =>
    unwrap(
      await api.PATCH("/api/v1/channels/{channel_id}", {
        params: { path: { channel_id: channel.id } },
        body: { active } as { name: string; active: boolean },
      }),
    ),
  );
  return (
    <li className={c.line} data-off={!channel.active || undefined}>
      <span className={c.icon}>
        <ChannelIcon kind={channel.kind} size={18} />
      </span>
      <span>
        <b dir="auto">{channel.name}</b>
        <small>{t(`channel_hint.${channel.kind}`, { defaultValue: "" })}</small>
      </span>
      <span className={c.end}>
        {channel.may.edit && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={t("channels.rename_of", { name: channel.name })}
            onClick={onEdit}
          >
            {t("channels.rename")}
          </Button>
        )}
        <Switch
          aria-label={t("channels.open_of", { name: channel.name })}
          checked={change.isPending ? change.variables : channel.active}
          disabled={!channel.may.edit}
          onChange={(e) => change.mutate(e.currentTarget.checked)}
        />
      </span>
    </li>
  );
}

/** The ways in. Every opportunity comes in by one; the simulator and "in person" count only once added (B1). */
export function ChannelsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const query = useQuery(channelsQuery);
  const [dialog, setDialog] = useState<Channel | "new" | null>(null);
  const add = me?.may.configure ? () => setDialog("new") : undefined;
  useShortcuts({ n: add });
  const open = (query.data?.items ?? []).filter((x) => x.active);
  const closed = (query.data?.items ?? []).filter((x) => !x.active);
  const list = (channels: Channel[]) => (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {channels.map((x) => (
        <Row key={x.id} channel={x} onEdit={() => setDialog(x)} />
      ))}
    </ul>
  );
  return (
    <>
      <PageHead title={t("nav.channels")}>
        {add && (
          <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={add}>
            {t("channels.new")}
          </Button>
        )}
      </PageHead>
      <PageBody width="narrow">
        {me && !me.may.configure && <ReadOnly>{t("setup.read_only")}</ReadOnly>}
        {query.isPending ? (
          <RowsSkeleton rows={4} height={58} />
        ) : query.isError ? (
          <Failed title={t("channels.failed")} error={query.error} retry={query.refetch} />
        ) : (
          <>
            {open.length > 0 ? (
              <Panel title={t("channels.open")}>{list(open)}</Panel>
            ) : (
              <EmptyState icon={<IconMessages size={24} aria-hidden />} title={t("channels.empty")}>
                {t("channels.empty_hint")}
              </EmptyState>
            )}
            {closed.length > 0 && (
              <Panel title={t("channels.closed")} note={t("channels.closed_hint")}>
                {list(closed)}
              </Panel>
            )}
          </>
        )}
      </PageBody>
      {dialog && <ChannelDialog channel={dialog === "new" ? null : dialog} onClose={() => setDialog(null)} />}
    </>
  );
}
