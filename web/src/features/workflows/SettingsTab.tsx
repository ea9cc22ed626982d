import { Button, Group, Modal, Radio } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm, Panel, Stack } from "@/ui/page";
import { useAct, useDoc, useEditing } from "./editing";
import { becomeFree, becomeGuided, setMilestones, type Ways, waysBetween } from "./edits-ways";
import c from "./entries.module.css";
import { NameField } from "./NameField";
import { MOST_MILESTONES } from "./problems";
import { Notes } from "./said";
import { droppedWhenFree } from "./shape";

const WAYS: readonly Ways[] = ["line", "all", "none"];

function ToFree({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const { steps, transitions } = droppedWhenFree(doc);
  return (
    <Confirm
      title={t("workflow.to_free")}
      action={t("workflow.to_free_do")}
      onConfirm={() => {
        act({ key: "to_free" }, becomeFree);
        onClose();
      }}
      onClose={onClose}
    >
      <p>{t("workflow.to_free_hint")}</p>
      {(transitions > 0 || steps.length > 0) && (
        <>
          <p>{t("workflow.to_free_drops")}</p>
          <ul className={c.dropped}>
            {transitions > 0 && <li>{t("workflow.count_transitions", { count: transitions })}</li>}
            {steps.length > 0 && (
              <li>{t("workflow.dropped_steps", { count: steps.length, names: steps.join(", ") })}</li>
            )}
          </ul>
        </>
      )}
    </Confirm>
  );
}

function ToGuided({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const [ways, setWays] = useState<Ways>("line");
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={t("workflow.to_guided")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        style={{ display: "grid", gap: 16 }}
        onSubmit={(e) => {
          e.preventDefault();
          act({ key: "to_guided" }, (x) => becomeGuided(x, ways, (step) => t("workflow.to_step", { step })));
          onClose();
        }}
      >
        <Radio.Group label={t("workflow.to_guided_hint")} value={ways} onChange={(v) => setWays(v as Ways)}>
          <div style={{ display: "grid", gap: 8, marginTop: 8 }}>
            {WAYS.map((one) => (
              <Radio.Card key={one} value={one} className={c.mode}>
                <Radio.Indicator mt={2} />
                <span>
                  <b>{t(`workflow.ways_${one}`)}</b>
                  <small>
                    {t(`workflow.ways_${one}_hint`, {
                      transitions: t("workflow.count_transitions", { count: waysBetween(doc, one).length }),
                    })}
                  </small>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" data-autofocus>
            {t("workflow.to_guided_do")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** The workflow's name, how its opportunities move, and its milestones. */
export function SettingsTab() {
  const { t } = useTranslation();
  const { store } = useEditing();
  const doc = useDoc();
  const act = useAct();
  const [turning, setTurning] = useState<"free" | "guided" | null>(null);
  const about = { element: "workflow" as const, id: null };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens for what bubbles
    <div className={c.narrow} onBlur={() => store.seal()}>
      <Stack>
        <Panel title={t("workflow.about")}>
          <div style={{ display: "grid", gap: 14 }}>
            <Notes at={about} />
            <NameField
              at={about}
              field="workflow"
              label={t("workflow.name")}
              value={doc.workflow}
              onChange={(name) =>
                act(
                  { key: "rename_workflow", values: { name } },
                  (x) => ({ ...x, workflow: name }),
                  "workflow name",
                )
              }
            />
            <Radio.Group
              label={t("workflow.mode_label")}
              value={doc.mode}
              onChange={(mode) => setTurning(mode as "free" | "guided")}
            >
              <div className={c.modes}>
                {(["free", "guided"] as const).map((mode) => (
                  <Radio.Card key={mode} value={mode} className={c.mode}>
                    <Radio.Indicator mt={2} />
                    <span>
                      <b>{t(`workflow.${mode}`)}</b>
                      <small>{t(`workflow.new_${mode}_hint`)}</small>
                    </span>
                  </Radio.Card>
                ))}
              </div>
            </Radio.Group>
          </div>
        </Panel>
        <Panel title={t("workflow.milestones")} note={t("workflow.milestones_hint")}>
          <div className={c.milestones}>
            {Array.from({ length: MOST_MILESTONES }, (_, i) => (
              <NameField
                key={i}
                at={{ element: "milestone", id: String(i) }}
                label={t("workflow.milestone", { number: i + 1 })}
                placeholder={t(`workflow.milestone_${i + 1}`)}
                value={doc.milestones[i] ?? ""}
                onChange={(name) =>
                  act(
                    { key: "set_milestone", values: { name } },
                    (x) =>
                      setMilestones(
                        x,
                        Array.from({ length: MOST_MILESTONES }, (_, n) =>
                          n === i ? name : (x.milestones[n] ?? ""),
                        ),
                      ),
                    `milestone ${i}`,
                  )
                }
              />
            ))}
          </div>
        </Panel>
      </Stack>
      {turning === "free" && <ToFree onClose={() => setTurning(null)} />}
      {turning === "guided" && <ToGuided onClose={() => setTurning(null)} />}
    </div>
  );
}
