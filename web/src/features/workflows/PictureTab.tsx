import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { NOWHERE, Picture, type PictureElement } from "@/opportunity/picture";
import { PHONE } from "@/ui/screen";
import { useAdding } from "./adding";
import { useAct, useDoc, useDraft, useEditing } from "./editing";
import { moveStep, stepsOf } from "./edits";
import { elementOf } from "./elements";
import { findingText } from "./finding-text";
import { WithInspector } from "./Inspector";
import { useNewTransition } from "./NewTransition";
import c from "./tab.module.css";

const SHOWN: readonly string[] = ["stage", "step", "transition"];

/** The same document as a picture: steps are added to lanes and dragged between them, a line drawn makes a transition (W7). */
export function PictureTab() {
  const { t, i18n } = useTranslation();
  const { selected, select } = useEditing();
  const { findings } = useDraft();
  const doc = useDoc();
  const act = useAct();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const connect = useNewTransition();
  const { newStage, newStep } = useAdding();
  const graph = useMemo(
    () => ({
      stages: doc.stages,
      steps: doc.steps,
      transitions: doc.transitions.flatMap(({ from, to, ...one }) =>
        from && to ? [{ ...one, from, to }] : [],
      ),
    }),
    [doc.stages, doc.steps, doc.transitions],
  );
  const placed = useMemo(
    () =>
      findings.flatMap((one) => {
        const at = elementOf(doc, one);
        const id = at.element === "entry" ? doc.entries[at.id as "new"]?.step : at.id;
        return id ? [{ level: one.level, id, text: findingText(t, i18n, one) }] : [];
      }),
    [findings, doc, t, i18n],
  );
  const notes = useMemo(
    () =>
      new Map(
        (["new", "existing_account"] as const).flatMap((kind) => {
          const step = doc.entries[kind]?.step;
          return step ? [[step, `★ ${t(`workflow.note_${kind}`)}`] as const] : [];
        }),
      ),
    [doc.entries, t],
  );
  const at: PictureElement | null =
    selected?.id && SHOWN.includes(selected.element)
      ? { kind: selected.element as PictureElement["kind"], id: selected.id }
      : null;
  const move = (id: string, lane: string, index: number) => {
    const stage = lane === NOWHERE ? null : lane;
    const rest = stepsOf(doc, stage).filter((one) => one.id !== id);
    const values = {
      name: doc.steps.find((one) => one.id === id)?.name ?? "",
      stage: doc.stages.find((one) => one.id === stage)?.name ?? "",
      place: index + 1,
      total: rest.length + 1,
    };
    act({ key: "place_step", values }, (x) => moveStep(x, id, stage, rest[index]?.id ?? null));
  };
  return (
    <WithInspector empty={null}>
      <div className={c.head}>
        <p className={c.hint}>{t(phone ? "workflow.picture_hint_phone" : "workflow.picture_hint")}</p>
        {doc.mode === "guided" && (
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => newStage("open")}
          >
            {t("workflow.new_stage")}
          </Button>
        )}
      </div>
      <div className={c.canvas} data-testid="picture">
        {doc.stages.length === 0 && doc.steps.length === 0 && (
          <p className={c.blank}>{t("workflow.picture_empty")}</p>
        )}
        <Picture
          graph={graph}
          {...(doc.mode === "guided" && {
            edit: {
              onMoveStep: move,
              onConnect: (from: string, to: string) => connect(from, to),
              onAddStep: newStep,
            },
          })}
          selected={at}
          onSelect={(one) => select(one ? { element: one.kind, id: one.id } : null)}
          findings={placed}
          notes={notes}
        />
      </div>
    </WithInspector>
  );
}
