import { Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { ChannelIcon } from "@/ui/bits";
import { FormDialog } from "@/ui/forms";
import { type Channel, useChange } from "./api";
import c from "./setup.module.css";
import { CHANNEL_KINDS } from "./words";

/** Adds a way in, or gives one another name. */
export function ChannelDialog({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<string>(channel?.kind ?? "in_person");
  const [typed, setTyped] = useState<string | null>(channel?.name ?? null);
  // Until a name is typed, it is that of the kind.
  const name = typed ?? t(`channel.${kind}`);
  const save = useChange(
    "channels",
    async () =>
      channel
        ? unwrap(
            await api.PATCH("/api/v1/channels/{channel_id}", {
              params: { path: { channel_id: channel.id } },
              body: { name } as { name: string; active: boolean },
            }),
          )
        : unwrap(await api.POST("/api/v1/channels", { body: { kind, name } })),
    onClose,
  );
  return (
    <FormDialog
      title={t(channel ? "channels.rename_title" : "channels.new")}
      size={channel ? 440 : 580}
      sending={save}
      action={t(channel ? "common.save" : "channels.add")}
      onSubmit={() => {
        if (name.trim()) save.mutate();
      }}
      onClose={onClose}
    >
      {!channel && (
        <Radio.Group label={t("channels.kind")} value={kind} onChange={setKind}>
          <div className={c.kinds}>
            {CHANNEL_KINDS.map((x) => (
              <Radio.Card key={x} value={x} className={c.kind}>
                <span aria-hidden style={{ display: "inline-flex" }}>
                  <ChannelIcon kind={x} size={18} />
                </span>
                <span>
                  <b>{t(`channel.${x}`)}</b>
                  <small>{t(`channel_hint.${x}`)}</small>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
      )}
      <TextInput
        label={t("channels.name")}
        description={t("channels.name_hint")}
        required
        data-autofocus={channel ? true : undefined}
        value={name}
        onChange={(e) => setTyped(e.currentTarget.value)}
        error={name.trim() ? save.error?.field("name") : t("form.required")}
      />
    </FormDialog>
  );
}
