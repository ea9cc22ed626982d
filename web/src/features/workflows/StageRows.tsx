import { IconClock, IconForms, IconPercentage, IconPlus, IconStar } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { stageColor } from "@/opportunity/StageDot";
import { Hidden } from "@/ui/bits";
import { arrow, useGround, useRow } from "@/ui/sorting";
import type { Doc, Stage, Step } from "./document";
import { useEditing } from "./editing";
import { stepsOf } from "./edits";
import { Handle } from "./Handle";
import c from "./rows.module.css";
import { Mark } from "./said";

export type RowActs = {
  doc: Doc;
  /** The handle asks for the menu. */
  onHandle: (kind: "stage" | "step", id: string, element: HTMLElement) => void;
  onArrow: (kind: "stage" | "step", id: string, way: "up" | "down") => void;
  onAddStep: (stage: string | null) => void;
};

const onKey = (acts: RowActs, kind: "stage" | "step", id: string) => (e: KeyboardEvent) => {
  const way = arrow(e);
  if (!way) return;
  e.preventDefault();
  e.stopPropagation();
  acts.onArrow(kind, id, way);
};

/** What a step is, in signs and figures. */
function Facts({ step, doc }: { step: Step; doc: Doc }) {
  const { t } = useTranslation();
  const entries = Object.entries(doc.entries).filter(([, one]) => one.step === step.id);
  return (
    <span className={c.facts}>
      {doc.mode === "guided" && entries.length > 0 && (
        <span className={c.star} title={entries.map(([kind]) => t(`workflow.entry_${kind}`)).join("\n")}>
          <IconStar size={14} stroke={1.9} aria-hidden />
          <Hidden>{entries.map(([kind]) => t(`workflow.entry_${kind}`)).join(", ")}</Hidden>
        </span>
      )}
      {step.attributes.length > 0 && (
        <span title={t("workflow.displays", { count: step.attributes.length })}>
          <IconForms size={14} stroke={1.7} aria-hidden />
          {step.attributes.length}
          <Hidden>{t("workflow.displays", { count: step.attributes.length })}</Hidden>
        </span>
      )}
      {step.probability !== null && (
        <span title={t("workflow.probability")}>
          <IconPercentage size={14} stroke={1.7} aria-hidden />
          {step.probability}
          <Hidden>{t("workflow.probability")}</Hidden>
        </span>
      )}
      {step.limit !== null && (
        <span title={t("workflow.limit")}>
          <IconClock size={14} stroke={1.7} aria-hidden />
          {step.limit}
          <Hidden>{t("workflow.limit")}</Hidden>
        </span>
      )}
    </span>
  );
}

export function StepRow({ step, acts }: { step: Step; acts: RowActs }) {
  const { selected, select } = useEditing();
  const { ref, dragged, edge } = useRow<HTMLLIElement>("step", step.id, step.stage ?? "");
  const on = selected?.element === "step" && selected.id === step.id;
  return (
    <li
      ref={ref}
      className={c.step}
      data-dragged={dragged || undefined}
      data-edge={edge ?? undefined}
      data-on={on || undefined}
      onKeyDown={onKey(acts, "step", step.id)}
    >
      <Handle name={step.name} onMenu={(element) => acts.onHandle("step", step.id, element)} />
      <button
        type="button"
        className={c.name}
        data-row={step.id}
        aria-current={on || undefined}
        onClick={() => select({ element: "step", id: step.id })}
      >
        <bdi>{step.name || "–"}</bdi>
      </button>
      <Mark at={{ element: "step", id: step.id }} />
      <Facts step={step} doc={acts.doc} />
    </li>
  );
}

/** A stage with its steps; of a free workflow only the stage, whose one step is meant with it. */
export function StageCard({ stage, position, acts }: { stage: Stage; position: number; acts: RowActs }) {
  const { t } = useTranslation();
  const { selected, select } = useEditing();
  const { ref, dragged, edge } = useRow<HTMLLIElement>(
    "stage",
    stage.id,
    stage.status === "open" ? "open" : "other",
  );
  const ground = useGround<HTMLDivElement>("step", stage.id);
  const steps = stepsOf(acts.doc, stage.id);
  const on = selected?.element === "stage" && selected.id === stage.id;
  const free = acts.doc.mode === "free";
  const only = free ? steps[0] : undefined;
  return (
    <li
      ref={ref}
      className={c.stage}
      data-dragged={dragged || undefined}
      data-edge={edge ?? undefined}
      data-testid={`stage-${stage.name}`}
      style={{ ["--stage" as string]: stageColor(stage, position) }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons inside */}
      <div className={c.stageHead} data-on={on || undefined} onKeyDown={onKey(acts, "stage", stage.id)}>
        <Handle name={stage.name} onMenu={(element) => acts.onHandle("stage", stage.id, element)} />
        <i className={c.dot} aria-hidden />
        <h3>
          <button
            type="button"
            className={c.name}
            data-row={stage.id}
            aria-current={on || undefined}
            onClick={() => select({ element: "stage", id: stage.id })}
          >
            <bdi>{stage.name || "–"}</bdi>
          </button>
        </h3>
        <Mark at={{ element: "stage", id: stage.id }} />
        {only && <Mark at={{ element: "step", id: only.id }} />}
        {stage.status !== "open" && <span className={c.status}>{t(`workflow.status_${stage.status}`)}</span>}
        {stage.reasons.length > 0 && (
          <span className={c.quiet}>{t("workflow.count_reasons", { count: stage.reasons.length })}</span>
        )}
        {only && <Facts step={only} doc={acts.doc} />}
      </div>
      {!free && (
        <div ref={ground.ref} className={c.ground} data-over={ground.over || undefined}>
          {steps.length > 0 ? (
            <ul className={c.steps}>
              {steps.map((step) => (
                <StepRow key={step.id} step={step} acts={acts} />
              ))}
            </ul>
          ) : (
            <p className={c.nothing}>{t("workflow.no_steps")}</p>
          )}
          <button type="button" className={c.add} onClick={() => acts.onAddStep(stage.id)}>
            <IconPlus size={14} stroke={2} aria-hidden />
            {t("workflow.new_step")}
            <Hidden>{t("workflow.in_stage", { name: stage.name })}</Hidden>
          </button>
        </div>
      )}
    </li>
  );
}
