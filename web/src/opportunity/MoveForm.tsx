import { Alert, Button, Group, Modal, Radio, Select, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, isApiError } from "@/lib/client";
import { useMe } from "@/lib/me";
import type { Attribute } from "@/lib/types";
import { AttributeInput, isFilled } from "@/ui/AttributeInput";
import { useProblem } from "@/ui/useProblem";
import { movesQuery, opportunityQuery, peopleQuery } from "./api";
import { ABOVE, type Asked, type MoveRequest, OVERTAKEN, type Typed } from "./moving";
import { useWayWords, type Way, waysOf } from "./ways";

type Props = {
  asked: Asked;
  onSubmit: (values: Typed, request: MoveRequest) => Promise<void>;
  onClose: () => void;
};

const unique = (attributes: readonly Attribute[]): Attribute[] => [
  ...new Map(attributes.filter((a) => a.key !== "reason").map((a) => [a.key, a])).values(),
];

/**
 * What a move still lacks, and nothing else; one submit saves it and moves (W6). Where the transition went meanwhile, what
 * was typed stays, and the transitions that there are now are offered (W14).
 */
export default function MoveForm({ asked, onSubmit, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const words = useWayWords();
  const me = useMe();
  const id = asked.request.id;
  const { data: o } = useQuery(opportunityQuery(id));
  const [request, setRequest] = useState(asked.request);
  const [chosen, setChosen] = useState<Way | null>(null);
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [reason, setReason] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(asked.error.code === "incomplete" ? null : asked.error);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const overtaken = !chosen && error !== null && OVERTAKEN.has(error.code);
  const now = useQuery({ ...movesQuery(id), staleTime: 0, enabled: overtaken });
  const ways = waysOf(now.data);
  // A later refusal may ask for more, or for a reason.
  const wanted = overtaken
    ? []
    : unique([...(chosen ? chosen.missing : asked.missing), ...(error?.missing ?? [])]);
  const kept = unique(asked.missing).filter(
    (a) => isFilled(values[a.key]) && !wanted.some((w) => w.key === a.key),
  );
  const { data: everybody } = useQuery({
    ...peopleQuery,
    enabled: [...wanted, ...kept].some((a) => a.type === "user"),
  });
  const reasons = error?.reasonOptions.length
    ? error.reasonOptions
    : (chosen?.move.reason_options ?? asked.reasons);
  const required = t("form.required");

  const submit = async () => {
    setTried(true);
    if (wanted.some((a) => !isFilled(values[a.key])) || (reasons.length > 0 && !reason)) return;
    setSending(true);
    const attributes = Object.fromEntries([...wanted, ...kept].map((a) => [a.key, values[a.key]]));
    try {
      await onSubmit(
        { attributes: attributes as Typed["attributes"], ...(reason ? { reason } : {}) },
        request,
      );
    } catch (e) {
      const refused = isApiError(e) ? e : new ApiError(0, { detail: String(e) });
      setError(refused);
      if (OVERTAKEN.has(refused.code)) setChosen(null);
    } finally {
      setSending(false);
    }
  };
  const choose = (way: Way | undefined) => {
    if (!way) return;
    setChosen(way);
    setTried(false);
    setError(null);
    setRequest({ ...request, to: { transition: way.id }, stage: way.move.stage, revision: o?.revision });
  };
  const stage = overtaken ? undefined : request.stage?.name;
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      zIndex={ABOVE}
      title={
        stage ? t("move.form_title", { name: request.name, stage }) : t("move.form", { name: request.name })
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
          {overtaken ? (
            <Alert
              color="yellow"
              icon={<IconAlertTriangle size={16} aria-hidden />}
              role="alert"
              title={t(error.code === "transition_gone" ? "move.gone" : "move.changed")}
            >
              {error.code === "transition_gone" ? t("move.gone_hint") : problem(error)}
            </Alert>
          ) : (
            <p style={{ margin: 0, color: "var(--muted)" }}>{t("move.form_hint")}</p>
          )}
          {!overtaken && error && error.code !== "incomplete" && (
            <Alert color="red" icon={<IconAlertTriangle size={16} aria-hidden />} role="alert">
              {problem(error)}
            </Alert>
          )}
          {(overtaken || chosen) && now.isSuccess && ways.length === 0 && (
            <p style={{ margin: 0 }}>{t("move.now_none")}</p>
          )}
          {(overtaken || chosen) && ways.length > 0 && (
            <Radio.Group
              label={t("move.now")}
              value={chosen?.id ?? null}
              onChange={(v) => choose(ways.find((w) => w.id === v))}
            >
              <Stack gap={6} mt={6}>
                {ways.map((way) => (
                  <Radio
                    key={way.id}
                    value={way.id}
                    label={words.nameOf(way)}
                    description={words.asks(way) || undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {[...wanted, ...kept].map((attribute, i) => (
            <AttributeInput
              key={attribute.key}
              attribute={attribute}
              value={values[attribute.key]}
              onChange={(v) => setValues((all) => ({ ...all, [attribute.key]: v }))}
              error={
                error?.field(attribute.key) ??
                error?.field(`attributes.${attribute.key}`) ??
                (tried && wanted.includes(attribute) && !isFilled(values[attribute.key])
                  ? required
                  : undefined)
              }
              currency={o?.currency ?? me?.organization.currency ?? "USD"}
              people={(everybody?.items ?? []).filter((m) => m.active)}
              required={wanted.includes(attribute)}
              autoFocus={i === 0 && !chosen && !overtaken}
            />
          ))}
          {!overtaken && reasons.length > 0 && (
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
            <Button type="submit" loading={sending} disabled={overtaken}>
              {stage ? t("move.to", { stage }) : t("move.label")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
