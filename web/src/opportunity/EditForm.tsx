import { Alert, Button, Group, Select, Stack, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import type { Attribute, Opportunity } from "@/lib/types";
import { AttributeInput } from "@/ui/AttributeInput";
import { announce } from "@/ui/announce";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { WallTimePicker } from "@/ui/WallTimePicker";
import { peopleQuery, settle, teamQuery } from "./api";
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
import { grouped } from "./picture/graph";
import { useKeepTyped } from "./sharing/typed";
import { useWays, useWayWords } from "./ways";

const NOBODY = "none";
const STAY = "stay";

/** The whole of what can be written about an opportunity at its step; Submit saves it in one go, or nothing (B5). */
export default function EditForm({ o, onDone }: { o: Opportunity; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const problem = useProblem();
  const formats = useFormats();
  // The form stands on what it was opened with, whatever arrives meanwhile.
  const [base, setBase] = useState({ revision: o.revision, values: valuesOf(o) });
  const [values, setValues] = useState<Values>(base.values);
  const [reason, setReason] = useState<string | null>(null);
  const [clash, setClash] = useState<{ current: Opportunity; list: Clash[] } | null>(null);
  const { data: team } = useQuery(teamQuery(o.team.id));
  const { moves, ways } = useWays(o);
  const words = useWayWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState<readonly Attribute[]>([]);
  const way = ways.find((w) => w.id === chosen);
  const form = useRef<HTMLFormElement>(null);
  const set = (name: string) => (value: unknown) => setValues((all) => ({ ...all, [name]: value }));

  const save = useMutation<Opportunity, ApiError, { start: typeof base; values: Values; way: string | null }>(
    {
      mutationFn: async ({ start, values: mine, way: transition }) =>
        unwrap(
          await api.PATCH("/api/v1/opportunities/{opportunity_id}", {
            params: { path: { opportunity_id: o.id } },
            body: patchOf(start.values, mine, start.revision, { transition, reason }),
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
        if (error.code === "transition_gone") {
          // What was typed stays; where to go is for the person to choose anew (W14).
          setChosen(null);
          setValues({ ...merged, step: theirs.step });
          return;
        }
        setValues(merged);
        if (list.length > 0) setClash({ current: error.current, list });
        else save.mutate({ start: next, values: merged, way: sent.way });
      },
    },
  );
  useKeepTyped(
    "edit",
    changes(base.values, values).flatMap((name) => {
      const text = typedText(values[name], formats.shortDateTime);
      const key = name.slice(ATTRIBUTE.length);
      if (name === "owner" || name === "step" || !text) return [];
      const label = name.startsWith(ATTRIBUTE)
        ? [...o.fields, ...shown].find((f) => f.key === key)?.label
        : t(`opportunity.${name === "follow_up_at" ? "follow_up" : name}`);
      return [{ label: label ?? key, text }];
    }),
  );
  const submit = () => {
    if (changes(base.values, values).length === 0 && !chosen) onDone();
    else save.mutate({ start: base, values, way: chosen });
  };
  const error = save.error?.code === "conflict" ? null : save.error;
  const fieldError = (name: string) => error?.field(name) ?? error?.field(name.replace(ATTRIBUTE, ""));
  const missing = (error?.missing ?? []).filter((a) => a.key !== "reason");
  const lacks = (key: string) => missing.some((a) => a.key === key);
  const typed = new Set(changes(base.values, values));
  const asked = [
    ...(way?.missing ?? []),
    ...missing,
    // What a transition asked for stays in sight once it is typed, also when the transition is not chosen any more.
    ...shown.filter((a) => typed.has(ATTRIBUTE + a.key)),
  ].filter((a) => !OWN.has(a.key) && a.key !== "reason");
  const attributes: Attribute[] = [
    ...new Map([...o.fields.filter((f) => !OWN.has(f.key)), ...asked].map((a) => [a.key, a])).values(),
  ];
  const { data: everybody } = useQuery({
    ...peopleQuery,
    enabled: attributes.some((a) => a.type === "user"),
  });
  const nameable = (everybody?.items ?? []).filter((m) => m.active);
  const sections = grouped(attributes, (a) => a.section);
  const reasons = error?.reasonOptions.length ? error.reasonOptions : (way?.move.reason_options ?? []);
  const gone = error?.code === "transition_gone";
  // A refusal leads to the first field that it is about.
  useEffect(() => {
    if (save.error?.code === "incomplete")
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-lacks] input')?.focus();
  }, [save.error]);
  const guided = moves?.workflow.mode === "guided";
  const steps = [
    {
      group: "",
      items: [
        {
          value: STAY,
          label: guided ? t("edit.stay", { step: o.step.name }) : stepName(o.stage.name, o.step.name),
        },
      ],
    },
    ...[...grouped(ways, (w) => w.move.stage.name)].map(([group, list]) => ({
      group: guided ? group : "",
      items: list.map((w) => ({
        value: w.id,
        label: guided ? words.nameOf(w) : stepName(w.move.stage.name, w.move.step.name),
      })),
    })),
  ];
  const people = (team?.members ?? []).filter((m) => m.active);
  const owners = new Map([...(o.owner ? [o.owner] : []), ...people].map((p) => [p.id, p.name]));
  const wall = values.follow_up_at ? formats.toWall(String(values.follow_up_at)) : null;

  if (clash)
    return (
      <Conflict
        o={o}
        clash={clash}
        people={[...people, ...nameable]}
        onCancel={onDone}
        onChosen={(theirs) => {
          const settled = {
            ...values,
            ...Object.fromEntries(theirs.map((name) => [name, base.values[name]])),
          };
          const stays = theirs.includes("step") ? null : chosen;
          setValues(settled);
          setChosen(stays);
          setClash(null);
          if (changes(base.values, settled).length === 0 && !stays) onDone();
          else save.mutate({ start: base, values: settled, way: stays });
        }}
      />
    );
  return (
    <form
      ref={form}
      className={c.editForm}
      noValidate
      aria-label={t("opportunity.edit")}
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm" className={c.editFields}>
        {gone && (
          <Alert color="yellow" icon={<IconAlertTriangle size={16} aria-hidden />} role="alert">
            {t("edit.gone")}
          </Alert>
        )}
        {error && !gone && error.fields.length === 0 && error.missing.length === 0 && (
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
            value={way ? way.id : STAY}
            onChange={(v) => {
              const to = ways.find((w) => w.id === v);
              setChosen(to?.id ?? null);
              setShown((all) => [...all, ...(to?.missing ?? [])]);
              setReason(null);
              set("step")(to?.move.step.id ?? o.step.id);
            }}
            allowDeselect={false}
            disabled={!o.may.move}
            maxDropdownHeight={320}
            error={fieldError("step") ?? fieldError("transition")}
          />
        </Group>
        {way && reasons.length > 0 && (
          <Select
            label={t("move.reason")}
            data={reasons}
            value={reason}
            onChange={setReason}
            required
            error={fieldError("reason")}
          />
        )}
        <WallTimePicker
          label={t("opportunity.follow_up")}
          clearable
          value={wall}
          onChange={(v) => set("follow_up_at")(v && formats.fromWall(v))}
          disabled={!o.may.follow_up}
          error={fieldError("follow_up_at") ?? (lacks("follow_up_at") ? t("form.required") : undefined)}
        />
        <Textarea
          label={t("opportunity.description")}
          autosize
          minRows={3}
          maxRows={14}
          value={String(values.description ?? "")}
          onChange={(e) => set("description")(e.currentTarget.value || null)}
          error={fieldError("description") ?? (lacks("description") ? t("form.required") : undefined)}
        />
        {[...sections].map(([section, list]) => (
          <fieldset key={section} className={c.section}>
            <legend>{section || t("edit.general")}</legend>
            <Stack gap="sm">
              {list.map((attribute) => (
                <div key={attribute.key} data-lacks={lacks(attribute.key) || undefined}>
                  <AttributeInput
                    attribute={attribute}
                    value={values[ATTRIBUTE + attribute.key]}
                    onChange={set(ATTRIBUTE + attribute.key)}
                    error={
                      fieldError(ATTRIBUTE + attribute.key) ??
                      (lacks(attribute.key) ? t("form.required") : undefined)
                    }
                    currency={o.currency}
                    people={nameable}
                    required={way?.required.includes(attribute.key)}
                  />
                </div>
              ))}
            </Stack>
          </fieldset>
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

function typedText(value: unknown, instant: (iso: string) => string): string {
  if (Array.isArray(value)) return value.map((one) => typedText(one, instant)).join(", ");
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? instant(text) : text;
}

const stepName = (stage: string, step: string): string => (stage === step ? stage : `${stage} · ${step}`);
