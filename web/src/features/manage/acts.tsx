import { Select, type SelectProps, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/lib/clock";
import type { Schemas } from "@/lib/types";
import { ChipRow } from "@/opportunity/sharing/LastingChoice";
import { shortcutTimes } from "@/opportunity/shortcut-times";
import { PersonAvatar } from "@/ui/bits";
import { LaterPicker } from "@/ui/LaterPicker";
import { useFormats } from "@/ui/useFormats";
import { useProcess, useTeams } from "./api";
import type { Rows } from "./ManyDialog";
import c from "./many.module.css";

/** What is to be done, as it is sent. */
export type Act = Pick<
  Schemas["BatchIn"],
  "to_stage" | "to_step" | "owner" | "follow_up_at" | "delete" | "reason"
>;
type Props = { onAct: (act: Act | null) => void };
const NOBODY = "none";

const teamsOf = (rows: Rows): string[] => [...new Set([...rows.values()].map((o) => o.team.id))];

/** The people of their teams; who does not work in one of them is refused there. */
export function OwnerAct({ rows, onAct }: Props & { rows: Rows }) {
  const { t } = useTranslation();
  const wanted = teamsOf(rows);
  const members = useTeams()
    .filter((team) => wanted.includes(team.id))
    .flatMap((team) => team.members.filter((m) => m.active));
  const people = new Map(members.map((m) => [m.id, m]));
  const renderOption: NonNullable<SelectProps["renderOption"]> = ({ option }) => (
    <span className={c.option}>
      <span aria-hidden>
        <PersonAvatar person={people.get(option.value)} size={20} />
      </span>
      {option.label}
    </span>
  );
  return (
    <Select
      label={t("manage.new_owner")}
      placeholder={t("manage.choose_owner")}
      data={[
        { value: NOBODY, label: t("common.unassigned") },
        ...[...people.values()]
          .sort((a, b) => a.name.localeCompare(b.name))
          .map((p) => ({ value: p.id, label: p.name })),
      ]}
      renderOption={renderOption}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t("list.nothing_found")}
      onChange={(v) => onAct(v ? { owner: v === NOBODY ? null : v } : null)}
      data-autofocus
    />
  );
}

/** Stages of their workflows, and steps where a stage has several; lost asks why. */
export function MoveAct({ rows, onAct }: Props & { rows: Rows }) {
  const { t } = useTranslation();
  const process = useProcess(teamsOf(rows), { enabled: true });
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [kind, id] = to?.split(":") ?? [];
  const groups = process.workflows.map((workflow) => ({
    group: workflow.name,
    items: (workflow.graph?.stages ?? []).flatMap((stage) => {
      const steps = (workflow.graph?.steps ?? []).filter((step) => step.stage === stage.id);
      return [
        { value: `stage:${stage.id}`, label: stage.name },
        ...(steps.length > 1
          ? steps.map((step) => ({ value: `step:${step.id}`, label: `${stage.name} · ${step.name}` }))
          : []),
      ];
    }),
  }));
  const workflow = process.workflows.find((one) =>
    kind === "step"
      ? one.graph?.steps.some((step) => step.id === id)
      : one.graph?.stages.some((stage) => stage.id === id),
  );
  const stageId = kind === "step" ? workflow?.graph?.steps.find((step) => step.id === id)?.stage : id;
  const stage = workflow?.graph?.stages.find((one) => one.id === stageId);
  const lost = stage?.status === "lost";
  const reasons = stage?.reasons ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen, said once
  useEffect(() => {
    if (!kind || !id) return;
    const timer = window.setTimeout(
      () =>
        onAct({
          ...(kind === "step" ? { to_step: id } : { to_stage: id }),
          ...(lost && reason.trim() ? { reason: reason.trim() } : {}),
        }),
      300,
    );
    return () => window.clearTimeout(timer);
  }, [kind, id, lost, reason]);
  return (
    <>
      <Select
        label={t("batch.to_stage")}
        placeholder={t("manage.choose_stage")}
        data={groups.length === 1 ? (groups[0]?.items ?? []) : groups}
        value={to}
        onChange={setTo}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        nothingFoundMessage={t("list.nothing_found")}
        data-autofocus
      />
      {lost &&
        (reasons.length > 0 ? (
          <Select
            label={t("manage.reason")}
            data={reasons}
            value={reason || null}
            onChange={(v) => setReason(v ?? "")}
          />
        ) : (
          <TextInput
            label={t("manage.reason")}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        ))}
    </>
  );
}

/** In an hour, tomorrow, on Monday, in a week; at a time of one's own; or none any more. */
export function FollowUpAct({ onAct }: Props) {
  const { t } = useTranslation();
  const { zone, fromWall } = useFormats();
  const [times] = useState(() => shortcutTimes(serverNow(), zone));
  const [chosen, setChosen] = useState("");
  const [wall, setWall] = useState<string | null>(null);
  const instant = wall ? fromWall(wall) : null;
  return (
    <ChipRow
      label={t("manage.new_follow_up")}
      value={chosen}
      options={[
        ...times.map((one) => ({ value: one.key, label: t(`follow_up.${one.key}`, { time: "9:00" }) })),
        { value: "own", label: t("manage.own_time") },
        { value: NOBODY, label: t("due.none") },
      ]}
      onChange={(key) => {
        setChosen(key);
        const at = key === "own" ? instant : (times.find((one) => one.key === key)?.at ?? null);
        onAct(key === "own" && !at ? null : { follow_up_at: at });
      }}
    >
      {chosen === "own" && (
        <LaterPicker
          label={t("manage.own_time")}
          placeholder={t("manage.own_time")}
          value={wall}
          onChange={(next) => {
            setWall(next);
            const at = next ? fromWall(next) : null;
            onAct(at ? { follow_up_at: at } : null);
          }}
        />
      )}
    </ChipRow>
  );
}
