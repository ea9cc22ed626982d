import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newIdempotencyKey } from "@/lib/client";
import { serverNow } from "@/lib/clock";
import { useMe } from "@/lib/me";
import type { Opportunity, Schemas } from "@/lib/types";
import { announce } from "@/ui/announce";
import { PHONE } from "@/ui/screen";
import { useFormats } from "@/ui/useFormats";
import { WallTimePicker } from "@/ui/WallTimePicker";
import { AccessChoice } from "./AccessChoice";
import { previewQuery, sharesQuery, useGive } from "./api";
import { GranteeChoice } from "./GranteeChoice";
import { ChipRow, LastingChoice } from "./LastingChoice";
import { bodyOf, type Lasting } from "./lasting";
import { refusalWords } from "./refusals";
import { SharePreview } from "./SharePreview";
import { type Access, type Grantee, toWhom } from "./shapes";
import c from "./sharing.module.css";

const FIELDS = new Set(["member", "team", "minutes", "days", "ends_at", "starts_at", "access"]);
const USUAL = { default_days: 90, maximum_days: 365 };

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
  const terms = useInfiniteQuery(sharesQuery(o.id)).data?.pages[0]?.terms ?? USUAL;
  const [grantee, setGrantee] = useState<Grantee | null>(null);
  const [chosen, setLasting] = useState<Lasting | null>(null);
  const lasting = chosen ?? { kind: "for", amount: terms.default_days, unit: "days" };
  const [begins, setBegins] = useState<"now" | "later">("now");
  const [startWall, setStartWall] = useState<string | null>(null);
  const [access, setAccess] = useState<Access>("view");
  const [tried, setTried] = useState(false);
  const give = useGive(o.id);

  const lasts = bodyOf(lasting, formats.fromWall);
  const startsAt = begins === "later" && startWall ? formats.fromWall(startWall) : null;
  const startMissing = begins === "later" && !startsAt;
  const complete = lasts !== null && lasts !== "skipped" && !startMissing;
  const body: Schemas["ShareIn"] | null =
    grantee && complete
      ? { ...toWhom(grantee), ...lasts, access, ...(startsAt ? { starts_at: startsAt } : {}) }
      : null;
  // One key for what is meant: sent twice, it is given once.
  const meant = JSON.stringify(body);
  const [key, setKey] = useState({ meant, is: newIdempotencyKey() });
  if (key.meant !== meant) setKey({ meant, is: newIdempotencyKey() });
  const [asked] = useDebouncedValue(meant, 180);
  const preview = useQuery(previewQuery(o.id, JSON.parse(asked) as Schemas["ShareIn"] | null));

  const problems = new Map(
    [...(preview.data?.refusal?.fields ?? []), ...(give.error?.fields ?? [])].map((f) => [f.name, f.message]),
  );
  const wrong = (...names: string[]) => (body ? names.map((n) => problems.get(n)).find(Boolean) : undefined);
  const missing = (is: boolean) => (tried && is ? t("form.required") : undefined);
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
          <GranteeChoice
            label={t("share.with")}
            value={grantee}
            onChange={setGrantee}
            owner={o.owner}
            error={wrong("member", "team") ?? missing(!grantee)}
          />
          <LastingChoice
            label={t("share.for")}
            value={lasting}
            onChange={setLasting}
            terms={terms}
            from={startsAt ?? undefined}
            error={wrong("minutes", "days", "ends_at") ?? missing(lasts === null)}
          />
          <ChipRow
            label={t("share.starts")}
            value={begins}
            options={[
              { value: "now", label: t("share.starts_now") },
              { value: "later", label: t("share.starts_later") },
            ]}
            onChange={setBegins}
          >
            {begins === "later" && (
              <WallTimePicker
                labelled="aloud"
                label={t("share.starts")}
                placeholder={t("share.starts_placeholder")}
                mt={8}
                size="sm"
                maw={250}
                minDate={formats.toWall(new Date(serverNow()).toISOString()).slice(0, 10)}
                value={startWall}
                onChange={setStartWall}
                error={
                  wrong("starts_at") ??
                  (startWall && startMissing ? t("follow_up.skipped") : missing(startMissing))
                }
              />
            )}
          </ChipRow>
          <AccessChoice value={access} onChange={setAccess} />
          <SharePreview
            o={o}
            grantee={grantee}
            preview={preview.data}
            complete={complete}
            later={begins === "later"}
          />
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
