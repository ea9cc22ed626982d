import { Alert, Button, Group, Modal, Select, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, isApiError } from "@/lib/client";
import { useMe } from "@/lib/me";
import type { Schemas } from "@/lib/types";
import { AttributeInput, isFilled } from "@/ui/AttributeInput";
import { useProblem } from "@/ui/useProblem";
import { opportunityQuery, teamQuery } from "./api";
import type { Asked } from "./moving";

type Values = Pick<Schemas["MoveIn"], "attributes" | "reason">;

/** What a move still lacks, and nothing else; one submit saves it and moves (W6). */
export default function MoveForm({
  asked,
  onSubmit,
  onClose,
}: {
  asked: Asked;
  onSubmit: (values: Values) => Promise<void>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problem = useProblem();
  const me = useMe();
  const { data: o } = useQuery(opportunityQuery(asked.request.id));
  const { data: team } = useQuery({ ...teamQuery(o?.team.id ?? ""), enabled: !!o });
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [reason, setReason] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  // A later refusal may ask for more, or for a reason.
  const missing = [...asked.missing, ...(error?.missing ?? [])].filter(
    (a, i, all) => a.key !== "reason" && all.findIndex((b) => b.key === a.key) === i,
  );
  const reasons = error?.reasonOptions.length ? error.reasonOptions : asked.reasons;
  const required = t("form.required");

  const submit = async () => {
    setTried(true);
    if (missing.some((a) => !isFilled(values[a.key])) || (reasons.length > 0 && !reason)) return;
    setSending(true);
    try {
      await onSubmit({ attributes: values, ...(reason ? { reason } : {}) });
    } catch (e) {
      setError(isApiError(e) ? e : new ApiError(0, { detail: String(e) }));
    } finally {
      setSending(false);
    }
  };
  const stage = asked.request.stage?.name;
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={
        stage
          ? t("move.form_title", { name: asked.request.name, stage })
          : t("move.form", { name: asked.request.name })
      }
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          void submit();
        }}
      >
        <Stack gap="sm">
          <p style={{ margin: 0, color: "var(--muted)" }}>{t("move.form_hint")}</p>
          {error && error.code !== "incomplete" && (
            <Alert color="red" icon={<IconAlertTriangle size={16} />} role="alert">
              {problem(error)}
            </Alert>
          )}
          {missing.map((attribute, i) => (
            <AttributeInput
              key={attribute.key}
              attribute={attribute}
              value={values[attribute.key]}
              onChange={(v) => setValues((all) => ({ ...all, [attribute.key]: v }))}
              error={
                error?.field(attribute.key) ??
                error?.field(`attributes.${attribute.key}`) ??
                (tried && !isFilled(values[attribute.key]) ? required : undefined)
              }
              currency={o?.currency ?? me?.organization.currency ?? "USD"}
              people={team?.members ?? []}
              required
              autoFocus={i === 0}
            />
          ))}
          {reasons.length > 0 && (
            <Select
              label={t("move.reason")}
              data={reasons}
              value={reason}
              onChange={setReason}
              required
              error={tried && !reason ? required : error?.field("reason")}
            />
          )}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={sending}>
              {stage ? t("move.to", { stage }) : t("move.label")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
