import { NumberInput, Select } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DecimalInput } from "@/ui/DecimalInput";
import { AttributePicker } from "./AttributePicker";
import type { Step } from "./document";
import { useAct, useDoc, useEditing } from "./editing";
import { editStep, inOrder, moveStep, nameOfStep, setDisplayed } from "./edits";
import c from "./inspector.module.css";
import { limitOf, limitParts } from "./limit";
import { NameField } from "./NameField";
import { NewTransitionButton } from "./NewTransition";
import { RemoveButton } from "./RemoveButton";
import { useRemove } from "./removing";
import { Notes, useErrors } from "./said";

const UNITS = ["minute", "hour", "day", "week"] as const;

function Limit({ step }: { step: Step }) {
  const { t } = useTranslation();
  const act = useAct();
  const error = useErrors({ element: "step", id: step.id })("limit");
  const { number, unit } = limitParts(step.limit);
  const set = (typed: string | null, u: string) =>
    act(
      { key: "set_limit", values: { name: step.name } },
      (x) => editStep(x, step.id, { limit: limitOf(typed, u) }),
      `step ${step.id} limit`,
    );
  return (
    <>
      <DecimalInput
        label={t("workflow.limit")}
        data-field="limit"
        inputMode="numeric"
        clampBehavior="none"
        placeholder={t("workflow.none")}
        value={number}
        onDecimal={(typed) => set(typed, unit)}
        error={error}
      />
      <Select
        label={t("workflow.limit_unit")}
        allowDeselect={false}
        disabled={number === ""}
        data={UNITS.map((value) => ({
          value,
          label: t(`workflow.unit_${value}`, { count: Number(number) || 2 }),
        }))}
        value={unit}
        onChange={(u) => u && set(number, u)}
      />
    </>
  );
}

/** What a step shows, how likely it wins, and how long it may last. */
export function StepFields({ step }: { step: Step }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const error = useErrors({ element: "step", id: step.id });
  return (
    <>
      <div className={c.pair} style={{ gridTemplateColumns: "1fr 1fr 1fr" }}>
        <NumberInput
          label={t("workflow.probability")}
          data-field="probability"
          min={0}
          max={100}
          hideControls
          suffix=" %"
          placeholder={t("workflow.none")}
          value={step.probability ?? ""}
          onChange={(n) =>
            act(
              { key: "set_probability", values: { name: step.name } },
              (x) => editStep(x, step.id, { probability: n === "" ? null : Number(n) }),
              `step ${step.id} probability`,
            )
          }
          error={error("probability")}
        />
        <Limit step={step} />
      </div>
      <AttributePicker
        label={t("workflow.displayed")}
        hint={t("workflow.displayed_hint")}
        doc={doc}
        value={step.attributes}
        onChange={(shown) =>
          act(
            { key: "set_displayed", values: { name: step.name } },
            (x) => setDisplayed(x, step.id, shown),
            `step ${step.id} attributes`,
          )
        }
        error={error("attributes")}
      />
    </>
  );
}

/** The ways out of a step and into it; each leads to its transition. */
function Ways({ step }: { step: Step }) {
  const { t } = useTranslation();
  const { select } = useEditing();
  const doc = useDoc();
  const out = doc.transitions.filter((one) => one.from === step.id);
  const into = doc.transitions.filter((one) => one.to === step.id && one.from !== step.id);
  return (
    <section className={c.part} aria-label={t("workflow.ways")}>
      <h3>{t("workflow.ways")}</h3>
      {out.length + into.length > 0 ? (
        <ul className={c.ways}>
          {out.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => select({ element: "transition", id: one.id })}>
                <IconArrowRight size={15} aria-hidden />
                <span>{t("workflow.way_to", { name: one.name, step: nameOfStep(doc, one.to) })}</span>
              </button>
            </li>
          ))}
          {into.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => select({ element: "transition", id: one.id })}>
                <IconArrowLeft size={15} aria-hidden />
                <span>{t("workflow.way_from", { name: one.name, step: nameOfStep(doc, one.from) })}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p className={c.hint}>{t("workflow.no_ways")}</p>
      )}
      <div>
        <NewTransitionButton from={step.id} size="compact-sm" icon={<IconPlus size={14} aria-hidden />} />
      </div>
    </section>
  );
}

export function StepForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const remove = useRemove();
  const at = { element: "step" as const, id };
  const error = useErrors(at);
  const step = doc.steps.find((one) => one.id === id);
  if (!step) return null;
  return (
    <div className={c.fields}>
      <Notes at={at} />
      <NameField
        at={at}
        label={t("workflow.name")}
        value={step.name}
        onChange={(name) =>
          act({ key: "rename_step", values: { name } }, (x) => editStep(x, id, { name }), `step ${id} name`)
        }
      />
      <Select
        label={t("workflow.stage")}
        data-field="stage"
        placeholder={t("workflow.choose_stage")}
        allowDeselect={false}
        disabled={doc.mode === "free"}
        data={inOrder(doc.stages).map((one) => ({ value: one.id, label: one.name || "–" }))}
        value={step.stage}
        onChange={(stage) =>
          act({ key: "move_step", values: { name: step.name, stage: stageName(doc, stage) } }, (x) =>
            moveStep(x, id, stage, null),
          )
        }
        error={error("stage")}
      />
      <StepFields step={step} />
      {doc.mode === "guided" && <Ways step={step} />}
      {doc.mode === "guided" && (
        <div className={c.foot}>
          <RemoveButton onClick={() => remove.step(step)}>{t("workflow.remove_step")}</RemoveButton>
        </div>
      )}
    </div>
  );
}

const stageName = (doc: { stages: { id: string; name: string }[] }, id: string | null): string =>
  doc.stages.find((one) => one.id === id)?.name ?? "";
