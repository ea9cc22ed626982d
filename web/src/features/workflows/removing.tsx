import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import type { Did } from "@/ui/editing/store";
import type { Attribute, Doc, Section, Stage, Step, Transition } from "./document";
import { useAct, useDid, useEditing } from "./editing";
import { removeStage, removeStep, stepsOf, usesOf } from "./edits";
import { removeAttribute, removeSection, usesOfAttribute } from "./edits-layout";
import { removeTransition } from "./edits-ways";

const UNDO_FOR = 8_000;
/** One at a time: what was removed before can be taken back by the history only. */
const NOTICE = "workflow-removed";

/** Where the focus goes when this row is gone: the next one, else the one before. */
function neighborOf(row: Element | null): string | null {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(row as HTMLElement);
  return at < 0 ? null : ((rows[at + 1] ?? rows[at - 1])?.dataset.row ?? null);
}

/** Removes at once, says what went along, and offers to take it back. */
export function useRemove() {
  const { t } = useTranslation();
  const { store, select } = useEditing();
  const act = useAct();
  const words = useDid();

  const remove = (did: Did, change: (doc: Doc) => Doc, along: string): void => {
    const next = neighborOf(document.querySelector("[data-row][aria-current]"));
    act(did, change);
    select(null);
    requestAnimationFrame(() => {
      // A row that comes to stand elsewhere is another element by now.
      const row =
        next === null ? null : document.querySelector<HTMLElement>(`[data-row="${CSS.escape(next)}"]`);
      if (document.activeElement === document.body) row?.focus();
    });
    const after = store.get().doc;
    notifications.hide(NOTICE);
    notifications.show({
      id: NOTICE,
      autoClose: UNDO_FOR,
      closeButtonProps: { "aria-label": t("common.close") },
      title: words(did),
      message: (
        <>
          {along && <span>{along} </span>}
          <Button
            variant="light"
            size="compact-xs"
            onClick={() => {
              // Only where nothing has been changed since; otherwise the history has it.
              if (store.get().doc === after) store.undo();
              notifications.hide(NOTICE);
            }}
          >
            {t("common.undo")}
          </Button>
        </>
      ),
    });
  };
  const counted = (uses: Record<string, number>): string => {
    const found = Object.entries(uses).filter(([, count]) => count > 0);
    const what = found.map(([one, count]) => t(`workflow.count_${one}`, { count })).join(", ");
    return what && t("workflow.with_it", { what });
  };

  return {
    stage: (stage: Stage) => {
      const doc = store.get().doc;
      const steps = stepsOf(doc, stage.id).length;
      const left = doc.mode === "guided" && steps > 0 ? t("workflow.steps_left", { count: steps }) : "";
      remove({ key: "remove_stage", values: { name: stage.name } }, (x) => removeStage(x, stage.id), left);
    },
    step: (step: Step) =>
      remove(
        { key: "remove_step", values: { name: step.name } },
        (x) => removeStep(x, step.id),
        counted(usesOf(store.get().doc, step.id)),
      ),
    transition: (one: Transition) =>
      remove(
        { key: "remove_transition", values: { name: one.name } },
        (x) => removeTransition(x, one.id),
        "",
      ),
    attribute: (one: Attribute) =>
      remove(
        { key: "remove_attribute", values: { name: one.label } },
        (x) => removeAttribute(x, one.id),
        counted(usesOfAttribute(store.get().doc, one.id)),
      ),
    section: (section: Section) =>
      remove(
        { key: "remove_section", values: { name: section.name } },
        (x) => removeSection(x, section.id),
        counted({ attributes: section.attributes.length }),
      ),
  };
}
