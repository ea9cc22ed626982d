import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel, Stack } from "@/ui/page";
import { focusRow, landing, stepped, useDrops, useScrolling } from "@/ui/sorting";
import { useAdding } from "./adding";
import type { Stage, Status } from "./document";
import { useAct, useDoc } from "./editing";
import { isOpen, moveStage, moveStep, stepsOf } from "./edits";
import { WithInspector } from "./Inspector";
import { type MoveAt, MoveMenu } from "./MoveMenu";
import c from "./rows.module.css";
import { type RowActs, StageCard, StepRow } from "./StageRows";

/** Stages in the order of the board, their steps in them (W2, W3). */
export function StagesTab() {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const { newStage, newStep } = useAdding();
  const [menu, setMenu] = useState<MoveAt | null>(null);
  const open = doc.stages.filter(isOpen);
  const others = doc.stages.filter((stage) => !isOpen(stage));
  const homeless = stepsOf(doc, null);

  const nameOf = (kind: string, id: string): string =>
    (kind === "stage" ? doc.stages : doc.steps).find((one) => one.id === id)?.name ?? "";
  const stageName = (id: string | null) => doc.stages.find((one) => one.id === id)?.name ?? "";
  const siblings = (kind: string, id: string): readonly { id: string }[] => {
    if (kind === "stage") return open.some((one) => one.id === id) ? open : others;
    return stepsOf(doc, doc.steps.find((one) => one.id === id)?.stage ?? null);
  };

  const put = (
    kind: string,
    id: string,
    before: string | null,
    list: readonly { id: string }[],
    stage?: string | null,
  ) => {
    const rest = list.filter((one) => one.id !== id);
    const place = before === null ? rest.length + 1 : rest.findIndex((one) => one.id === before) + 1;
    const values = { name: nameOf(kind, id), place, total: rest.length + 1, stage: stageName(stage ?? null) };
    if (kind === "stage") act({ key: "place_stage", values }, (x) => moveStage(x, id, before));
    else act({ key: "place_step", values }, (x) => moveStep(x, id, stage ?? null, before));
    focusRow(id);
  };
  const step = (kind: string, id: string, way: "up" | "down") => {
    const list = siblings(kind, id);
    const before = stepped(list, id, way);
    if (before === undefined) return;
    put(kind, id, before, list, doc.steps.find((one) => one.id === id)?.stage ?? null);
  };

  useScrolling();
  useDrops("stage", (drop) => {
    const list = siblings("stage", drop.id);
    // Open stages keep to themselves: the status says where a stage belongs.
    if (drop.beside && !list.some((one) => one.id === drop.beside)) return;
    put("stage", drop.id, landing(drop, list), list);
  });
  useDrops("step", (drop) => {
    const stage = drop.group || null;
    const list = stepsOf(doc, stage);
    put("step", drop.id, landing(drop, list), list, stage);
  });

  const acts: RowActs = {
    doc,
    onHandle: (kind, id, element) => setMenu({ kind, id, element }),
    onArrow: step,
    onAddStep: newStep,
  };
  const list = menu ? siblings(menu.kind, menu.id) : [];
  const cards = (stages: Stage[]) => (
    <ul className={c.stages}>
      {stages.map((stage, i) => (
        <StageCard key={stage.id} stage={stage} position={i} acts={acts} />
      ))}
    </ul>
  );
  const add = (status: Status) => (
    <Button
      variant="light"
      size="compact-sm"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => newStage(status)}
    >
      {t("workflow.new_stage")}
    </Button>
  );
  return (
    <WithInspector empty={t("workflow.inspect_stages")}>
      <Stack>
        {homeless.length > 0 && (
          <Panel title={t("workflow.no_stage")} note={t("workflow.no_stage_hint")}>
            <ul className={c.steps}>
              {homeless.map((one) => (
                <StepRow key={one.id} step={one} acts={acts} />
              ))}
            </ul>
          </Panel>
        )}
        <Panel title={t("workflow.open_stages")} note={t("workflow.open_stages_hint")} actions={add("open")}>
          {open.length > 0 ? cards(open) : <p className={c.nothing}>{t("workflow.no_open_stages")}</p>}
        </Panel>
        <Panel
          title={t("workflow.other_stages")}
          note={t("workflow.other_stages_hint")}
          actions={add("lost")}
        >
          {others.length > 0 ? cards(others) : <p className={c.nothing}>{t("workflow.no_other_stages")}</p>}
        </Panel>
      </Stack>
      {menu && (
        <MoveMenu
          at={menu}
          name={nameOf(menu.kind, menu.id)}
          can={{
            up: stepped(list, menu.id, "up") !== undefined,
            down: stepped(list, menu.id, "down") !== undefined,
          }}
          onStep={(way) => step(menu.kind, menu.id, way)}
          groups={
            menu.kind === "step"
              ? doc.stages.filter((one) => one.id !== doc.steps.find((x) => x.id === menu.id)?.stage)
              : []
          }
          onGroup={(stage) => put("step", menu.id, null, stepsOf(doc, stage), stage)}
          onClose={() => setMenu(null)}
        />
      )}
    </WithInspector>
  );
}
