import { Select, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { stageColor } from "@/opportunity/StageDot";
import { STATUSES, type Status } from "./document";
import { useAct, useDoc } from "./editing";
import { renameStage, setReasons, setStatus, stepsOf } from "./edits";
import c from "./inspector.module.css";
import { NameField } from "./NameField";
import { RemoveButton } from "./RemoveButton";
import { useRemove } from "./removing";
import { StepFields } from "./StepForm";
import { Notes, useErrors } from "./said";

/** A stage: its name and status; of a lost one its reasons; in a free workflow what its step shows, too. */
export function StageForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const remove = useRemove();
  const at = { element: "stage" as const, id };
  const error = useErrors(at);
  const stage = doc.stages.find((one) => one.id === id);
  if (!stage) return null;
  const step = doc.mode === "free" ? stepsOf(doc, id)[0] : undefined;
  return (
    <div className={c.fields}>
      <Notes at={at} />
      <NameField
        at={at}
        label={t("workflow.name")}
        value={stage.name}
        onChange={(name) =>
          act({ key: "rename_stage", values: { name } }, (x) => renameStage(x, id, name), `stage ${id} name`)
        }
      />
      <Select
        label={t("workflow.status")}
        data-field="status"
        description={t(`workflow.status_${stage.status}_hint`)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        allowDeselect={false}
        data={STATUSES.map((value) => ({ value, label: t(`workflow.status_${value}`) }))}
        value={stage.status}
        leftSection={<Dot status={stage.status} />}
        onChange={(status) =>
          status &&
          act({ key: "set_status", values: { name: stage.name } }, (x) => setStatus(x, id, status as Status))
        }
        error={error("status")}
      />
      {stage.status === "lost" && (
        <TagsInput
          label={t("workflow.reasons")}
          description={t("workflow.reasons_hint")}
          data-field="reasons"
          placeholder={stage.reasons.length === 0 ? t("workflow.reasons_example") : ""}
          value={stage.reasons}
          onChange={(reasons) =>
            act({ key: "set_reasons", values: { name: stage.name } }, (x) => setReasons(x, id, reasons))
          }
          error={error("reasons")}
        />
      )}
      {step && (
        <div className={c.part}>
          <StepFields step={step} />
        </div>
      )}
      <div className={c.foot}>
        <RemoveButton onClick={() => remove.stage(stage)}>{t("workflow.remove_stage")}</RemoveButton>
      </div>
    </div>
  );
}

const Dot = ({ status }: { status: string }) => (
  <i
    aria-hidden
    style={{ width: 9, height: 9, borderRadius: 3, background: stageColor({ status, position: 0 }) }}
  />
);
