import { useTranslation } from "react-i18next";
import { freshId, type Status } from "./document";
import { useAct, useDoc, useEditing } from "./editing";
import { addStage, addStep } from "./edits";
import { freeName } from "./lists";

/** Makes a stage or a step, and opens it where its name is asked for. */
export function useAdding(): {
  newStage: (status: Status) => void;
  newStep: (stage: string | null) => void;
} {
  const { t } = useTranslation();
  const { select } = useEditing();
  const doc = useDoc();
  const act = useAct();
  return {
    newStage: (status) => {
      const taken = doc.stages.map((one) => one.name);
      const name = freeName(t("workflow.new_stage_name"), taken);
      const id = freshId();
      act({ key: "add_stage", values: { name } }, (x) => addStage(x, name, status, id));
      select({ element: "stage", id }, "name");
    },
    newStep: (stage) => {
      const taken = doc.steps.map((one) => one.name);
      const name = freeName(t("workflow.new_step_name"), taken);
      const id = freshId();
      act({ key: "add_step", values: { name } }, (x) => addStep(x, name, stage, id));
      select({ element: "step", id }, "name");
    },
  };
}
