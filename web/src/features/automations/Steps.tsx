import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconGripVertical,
  IconTrash,
} from "@tabler/icons-react";
import { type KeyboardEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { arrow, useGround, useRow } from "@/ui/sorting";
import { AddStep } from "./AddStep";
import c from "./builder.module.css";
import { ConditionList } from "./Conditions";
import { useAct, useDraft, useEditing } from "./editing";
import { Notes } from "./Findings";
import { useFindingsAt } from "./findings";
import { stepIcon } from "./icons";
import { useSaying } from "./naming";
import {
  type Arm,
  allSteps,
  duplicateStep,
  listAt,
  moveStep,
  newId,
  placeOf,
  removeStep,
  type Step,
  steppedPlace,
} from "./recipe";
import { Sentence } from "./Sentence";
import { StepSlot } from "./StepSlot";
import { stepKey } from "./sentences";
import s from "./steps.module.css";

export const STEP = "automation-step";

/** A list of steps, and where another can be put: before each, and at its end. */
export function StepList({
  steps,
  branch,
  arm,
}: {
  steps: readonly Step[];
  branch: string | null;
  arm: Arm;
}) {
  const { t } = useTranslation();
  const ground = useGround<HTMLDivElement>(STEP, `${branch ?? ""}:${arm}`);
  const end = branch === null ? t("automation.add_step_end") : t(`automation.add_step_${arm}`);
  return (
    <div ref={ground.ref} className={s.ground} data-over={ground.over || undefined}>
      <ol className={s.list}>
        {steps.map((step) => (
          <StepItem key={step.id} step={step} branch={branch} arm={arm} />
        ))}
      </ol>
      {steps.length === 0 && branch !== null && <p className={c.quiet}>{t(`automation.arm_empty.${arm}`)}</p>}
      <AddStep place={{ branch, arm, before: null }} label={end} wide />
    </div>
  );
}

/** What is done with a step, whatever it does. */
function useStepActs(step: Step) {
  const { t } = useTranslation();
  const { store, want } = useEditing();
  const act = useAct();
  const name = t(`automation.do.${step.do}`, { defaultValue: step.do });
  const focus = (id: string) => want({ place: `steps.${id}`, slot: "", open: false });
  const way = (to: "up" | "down") => steppedPlace(store.get().doc, step.id, to);
  return {
    name,
    can: (to: "up" | "down") => way(to) !== undefined,
    move: (to: "up" | "down") => {
      const place = way(to);
      if (!place) return;
      act({ key: "move_step", values: { name } }, (recipe) => moveStep(recipe, step.id, place));
      focus(step.id);
    },
    duplicate: () => {
      const ids: string[] = [];
      act({ key: "duplicate_step", values: { name } }, (recipe) =>
        duplicateStep(recipe, step.id, () => {
          const id = newId();
          ids.push(id);
          return id;
        }),
      );
      if (ids[0]) focus(ids[0]);
    },
    remove: () => {
      const { doc: recipe } = store.get();
      const place = placeOf(recipe.steps, step.id);
      const list = place ? listAt(recipe.steps, place) : [];
      const at = list.findIndex((one) => one.id === step.id);
      const next = list[at + 1] ?? list[at - 1];
      act({ key: "remove_step", values: { name } }, (all) => removeStep(all, step.id));
      if (next) focus(next.id);
      else want({ place: "steps", slot: "", open: false });
    },
  };
}

function StepItem({ step, branch, arm }: { step: Step; branch: string | null; arm: Arm }) {
  const { t } = useTranslation();
  const saying = useSaying();
  const { doc: recipe } = useDraft();
  const number = useMemo(
    () => allSteps(recipe.steps).findIndex((one) => one.id === step.id) + 1,
    [recipe.steps, step.id],
  );
  const { ref, dragged, edge } = useRow<HTMLLIElement>(STEP, step.id, `${branch ?? ""}:${arm}`);
  const acts = useStepActs(step);
  const place = `steps.${step.id}`;
  const findings = useFindingsAt(place);
  const Icon = stepIcon(step.do);
  const onKeyDown = (e: KeyboardEvent) => {
    const way = arrow(e);
    if (!way) return;
    e.preventDefault();
    e.stopPropagation();
    acts.move(way);
  };
  const isBranch = step.do === "branch";
  return (
    <li
      ref={ref}
      className={s.item}
      data-do={step.do}
      data-dragged={dragged || undefined}
      data-edge={edge ?? undefined}
      data-testid={`step-${number}`}
    >
      <div className={s.between}>
        <AddStep
          place={{ branch, arm, before: step.id }}
          label={t("automation.add_step_here", { name: acts.name })}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a list item inside is a group of slots */}
      <div
        role="group"
        className={s.row}
        aria-label={t("automation.step_label", { number, sentence: saying.step(step) })}
        data-at={place}
        onKeyDown={onKeyDown}
      >
        <span className={s.disc} aria-hidden>
          <Icon size={17} stroke={1.7} />
        </span>
        <div className={s.card}>
          <div className={s.line}>
            <IconGripVertical size={15} stroke={1.8} className={s.grip} aria-hidden />
            {isBranch ? (
              <p className={c.sentence}>
                <b>{t("automation.if_title")}</b>
              </p>
            ) : (
              <p className={c.sentence}>
                <Sentence
                  text={t(`automation.then.${stepKey(step)}`, { defaultValue: step.do })}
                  slot={(slot) => <StepSlot step={step} slot={slot} place={place} />}
                />
              </p>
            )}
            <StepMenu number={number} acts={acts} />
          </div>
          {isBranch && (
            <div className={s.branch}>
              <ConditionList holder={step.id} list={step.if ?? []} />
            </div>
          )}
          <Notes findings={findings} />
        </div>
      </div>
      {isBranch &&
        (["then", "else"] as const).map((one) => (
          <fieldset key={one} className={s.arm} aria-label={t(`automation.arm.${one}`)} data-arm={one}>
            <h3>{t(`automation.arm.${one}`)}</h3>
            <StepList steps={step[one] ?? []} branch={step.id} arm={one} />
          </fieldset>
        ))}
    </li>
  );
}

function StepMenu({ number, acts }: { number: number; acts: ReturnType<typeof useStepActs> }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={210} returnFocus={false}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          className={s.more}
          aria-label={t("automation.step_menu", { number, name: acts.name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowUp size={15} aria-hidden />}
          disabled={!acts.can("up")}
          onClick={() => acts.move("up")}
        >
          {t("automation.move_up")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={15} aria-hidden />}
          disabled={!acts.can("down")}
          onClick={() => acts.move("down")}
        >
          {t("automation.move_down")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={acts.duplicate}>
          {t("automation.duplicate")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={15} aria-hidden />} onClick={acts.remove}>
          {t("automation.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
