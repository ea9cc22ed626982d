import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newIdempotencyKey } from "@/lib/client";
import { useMe } from "@/lib/me";
import type { Opportunity } from "@/lib/types";
import { announce } from "@/ui/announce";
import { PHONE } from "@/ui/screen";
import { useFormats } from "@/ui/useFormats";
import { sharesQuery, useGive } from "./api";
import { ShareFields, useAsked, usePreview } from "./asking";
import { refusalWords } from "./refusals";
import { SharePreview } from "./SharePreview";
import c from "./sharing.module.css";

const FIELDS = new Set(["member", "team", "minutes", "days", "ends_at", "starts_at", "access"]);

/** With whom, for how long, to do what; below it what that comes to (S1). */
export default function ShareDialog({
  o,
  onClose,
  onShared,
}: {
  o: Opportunity;
  onClose: () => void;
  onShared: () => void;
}) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const formats = useFormats();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const terms = useInfiniteQuery(sharesQuery(o.id)).data?.pages[0]?.terms;
  const asked = useAsked(terms);
  const { grantee, body, meant } = asked;
  const [tried, setTried] = useState(false);
  const give = useGive(o.id);
  // One key for what is meant: sent twice, it is given once.
  const [key, setKey] = useState({ meant, is: newIdempotencyKey() });
  if (key.meant !== meant) setKey({ meant, is: newIdempotencyKey() });
  const { preview } = usePreview(o.id, asked);

  const problems = new Map(
    [...(preview?.refusal?.fields ?? []), ...(give.error?.fields ?? [])].map((f) => [f.name, f.message]),
  );
  const wrong = (...names: string[]) => (body ? names.map((n) => problems.get(n)).find(Boolean) : undefined);
  const said = give.error && !give.error.fields.some((f) => FIELDS.has(f.name)) ? give.error : null;

  const submit = () => {
    setTried(true);
    if (!body || !grantee) return;
    give.mutate(
      { body, key: key.is },
      {
        onSuccess: (share) => {
          const text = t("share.done", { name: grantee.name, time: formats.shortDateTime(share.ends_at) });
          announce(text);
          notifications.show({ color: "green", message: text });
          onShared();
        },
        onError: () => setKey({ meant, is: newIdempotencyKey() }),
      },
    );
  };

  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      size={560}
      fullScreen={!!phone}
      title={t("share.title", { name: o.contact?.name ?? o.title })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <ShareFields asked={asked} owner={o.owner} tried={tried} wrong={wrong} />
          <SharePreview o={o} asked={asked} preview={preview} />
          {said && (
            <Alert color="red" role="alert">
              {refusalWords({ code: said.code, text: said.message }, { t, i18n, me })}
            </Alert>
          )}
        </Stack>
        <Group justify="flex-end" className={c.foot}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={give.isPending}>
            {t("share.do")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
