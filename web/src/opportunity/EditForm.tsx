import { Alert, Button, Group, Select, Stack, Textarea } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import type { Attribute, Opportunity } from "@/lib/types";
import { AttributeInput } from "@/ui/AttributeInput";
import { announce } from "@/ui/announce";
import { useCalendar } from "@/ui/useCalendar";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { movesQuery, settle, teamQuery } from "./api";
import { Conflict } from "./Conflict";
import c from "./drawer.module.css";
import {
  ATTRIBUTE,
  type Clash,
  changes,
  clashes,
  OWN,
  patchOf,
  rebase,
  type Values,
  valuesOf,
} from "./editing";

const NOBODY = "none";

/** The whole of what can be written about an opportunity at its step; Submit saves it in one go, or nothing (B5). */
export default function EditForm({ o, onDone }: { o: Opportunity; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const problem = useProblem();
  const formats = useFormats();
  const calendar = useCalendar();
  // The form stands on what it was opened with, whatever arrives meanwhile.
  const [base, setBase] = useState({ revision: o.revision, values: valuesOf(o) });
  const [values, setValues] = useState<Values>(base.values);
  const [reason, setReason] = useState<string | null>(null);
  const [clash, setClash] = useState<{ current: Opportunity; list: Clash[] } | null>(null);
  const { data: team } = useQuery(teamQuery(o.team.id));
  const { data: moves } = useQuery(movesQuery(o.id));
  const set = (name: string) => (value: unknown) => setValues((all) => ({ ...all, [name]: value }));

  const save = useMutation<Opportunity, ApiError, { start: typeof base; values: Values }>({
    mutationFn: async ({ start, values: mine }) =>
      unwrap(
        await api.PATCH("/api/v1/opportunities/{opportunity_id}", {
          params: { path: { opportunity_id: o.id } },
          body: patchOf(start.values, mine, start.revision, reason),
        }),
      ) as Opportunity,
    onSuccess: (saved) => {
      settle(queries, saved);
      announce(t("common.saved"));
      onDone();
    },
    onError: (error, sent) => {
      if (!error.current) return;
      const theirs = valuesOf(error.current);
      const list = clashes(sent.start.values, sent.values, theirs);
      const next = { revision: error.current.revision, values: theirs };
      const merged = rebase(sent.start.values, sent.values, theirs);
      settle(queries, error.current);
      setBase(next);
      setValues(merged);
      if (list.length > 0) setClash({ current: error.current, list });
      else save.mutate({ start: next, values: merged });
    },
  });
  const submit = () => {
    if (changes(base.values, values).length === 0) onDone();
    else save.mutate({ start: base, values });
  };
  const error = save.error?.code === "conflict" ? null : save.error;
  const fieldError = (name: string) => error?.field(name) ?? error?.field(name.replace(ATTRIBUTE, ""));
  const missing = (error?.missing ?? []).filter((a) => a.key !== "reason");
  const attributes: Attribute[] = [
    ...o.fields.filter((f) => !OWN.has(f.key)),
    ...missing.filter((a) => !OWN.has(a.key) && !o.fields.some((f) => f.key === a.key)),
  ];
  const target = moves?.moves.find((m) => m.step.id === values.step && m.step.id !== o.step.id);
  const reasons = error?.reasonOptions.length ? error.reasonOptions : (target?.reason_options ?? []);
  const steps = [
    { value: o.step.id, label: stepName(o.stage.name, o.step.name) },
    ...(moves?.moves ?? [])
      .filter((m) => m.allowed && m.step.id !== o.step.id)
      .map((m) => ({ value: m.step.id, label: stepName(m.stage.name, m.step.name) })),
  ];
  const people = (team?.members ?? []).filter((m) => m.active);
  const owners = new Map([...(o.owner ? [o.owner] : []), ...people].map((p) => [p.id, p.name]));
  const wall = values.follow_up_at ? formats.toWall(String(values.follow_up_at)) : null;

  if (clash)
    return (
      <Conflict
        o={o}
        clash={clash}
        people={people}
        onCancel={onDone}
        onChosen={(theirs) => {
          const chosen = {
            ...values,
            ...Object.fromEntries(theirs.map((name) => [name, base.values[name]])),
          };
          setValues(chosen);
          setClash(null);
          if (changes(base.values, chosen).length === 0) onDone();
          else save.mutate({ start: base, values: chosen });
        }}
      />
    );
  return (
    <form
      className={c.editForm}
      noValidate
      aria-label={t("opportunity.edit")}
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm" className={c.editFields}>
        {error && error.fields.length === 0 && error.missing.length === 0 && (
          <Alert color="red" icon={<IconAlertTriangle size={16} aria-hidden />} role="alert">
            {problem(error)}
          </Alert>
        )}
        {error?.code === "incomplete" && (
          <Alert color="yellow" icon={<IconAlertTriangle size={16} aria-hidden />} role="alert">
            {t("edit.incomplete")}
          </Alert>
        )}
        <Group grow align="flex-start">
          <Select
            label={t("opportunity.owner")}
            data={[
              { value: NOBODY, label: t("common.unassigned") },
              ...[...owners].map(([value, label]) => ({ value, label })),
            ]}
            value={(values.owner as string | null) ?? NOBODY}
            onChange={(v) => set("owner")(v === NOBODY ? null : v)}
            allowDeselect={false}
            searchable
            disabled={!o.may.assign}
            error={fieldError("owner")}
          />
          <Select
            label={t("opportunity.stage")}
            data={steps}
            value={String(values.step)}
            onChange={(v) => v && set("step")(v)}
            allowDeselect={false}
            disabled={!o.may.move}
            error={fieldError("step")}
          />
        </Group>
        {target && reasons.length > 0 && (
          <Select
            label={t("move.reason")}
            data={reasons}
            value={reason}
            onChange={setReason}
            required
            error={fieldError("reason")}
          />
        )}
        <DateTimePicker
          {...calendar}
          label={t("opportunity.follow_up")}
          clearable
          valueFormat="ddd D MMM YYYY, HH:mm"
          value={wall}
          onChange={(v) => set("follow_up_at")(v && formats.fromWall(v))}
          disabled={!o.may.follow_up}
          error={fieldError("follow_up_at")}
        />
        <Textarea
          label={t("opportunity.description")}
          autosize
          minRows={3}
          maxRows={14}
          value={String(values.description ?? "")}
          onChange={(e) => set("description")(e.currentTarget.value || null)}
          error={fieldError("description")}
        />
        {attributes.map((attribute) => (
          <AttributeInput
            key={attribute.key}
            attribute={attribute}
            value={values[ATTRIBUTE + attribute.key]}
            onChange={set(ATTRIBUTE + attribute.key)}
            error={
              fieldError(ATTRIBUTE + attribute.key) ??
              (missing.some((a) => a.key === attribute.key) ? t("form.required") : undefined)
            }
            currency={o.currency}
            people={people}
          />
        ))}
      </Stack>
      <footer className={c.editFoot}>
        <Button variant="default" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t("edit.submit")}
        </Button>
      </footer>
    </form>
  );
}

const stepName = (stage: string, step: string): string => (stage === step ? stage : `${stage} · ${step}`);
