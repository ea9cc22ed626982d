import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useFormats } from "@/ui/useFormats";
import { useAskMoreTime, useExtend } from "./api";
import { LastingChoice } from "./LastingChoice";
import { bodyOf, type Lasting } from "./lasting";
import type { Share, Terms } from "./shapes";

const FIELDS = ["minutes", "days", "ends_at"];

/** For how much longer, counted from the end as it is. */
export function MoreTimeForm({
  o,
  share,
  terms,
  what,
  onDone,
}: {
  o: Pick<Opportunity, "id">;
  share: Share;
  terms: Terms | undefined;
  what: "extend" | "ask";
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { fromWall, shortDateTime } = useFormats();
  const [lasting, setLasting] = useState<Lasting>({ kind: "for", amount: 1, unit: "days" });
  const [note, setNote] = useState("");
  const extend = useExtend(o.id);
  const ask = useAskMoreTime(o.id);
  const sending = what === "ask" ? ask : extend;
  const body = bodyOf(lasting, fromWall);
  const error = FIELDS.map((name) => sending.error?.field(name)).find(Boolean);
  const submit = () => {
    if (!body || body === "skipped") return;
    sending.mutate(
      { share_id: share.id, body, note },
      {
        onSuccess: (saved) => {
          announce(
            what === "ask"
              ? t("share.asked_said")
              : t("share.extended_said", { time: shortDateTime(saved.ends_at) }),
          );
          onDone();
        },
      },
    );
  };
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <LastingChoice
          label={t("share.longer", { time: shortDateTime(share.ends_at) })}
          value={lasting}
          onChange={setLasting}
          terms={{ default_days: 7, maximum_days: terms?.maximum_days ?? 365 }}
          from={share.ends_at}
          error={error}
        />
        {what === "ask" && (
          <Textarea
            label={t("share.note")}
            autosize
            minRows={2}
            maxRows={5}
            maxLength={500}
            value={note}
            onChange={(e) => setNote(e.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" size="xs" loading={sending.isPending} disabled={!body || body === "skipped"}>
            {t(what === "ask" ? "share.ask_do" : "share.extend")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
