import { IconFilter } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { landing, useDrops, useScrolling } from "@/ui/sorting";
import { Aside } from "./Aside";
import c from "./builder.module.css";
import { ConditionList } from "./Conditions";
import { useAct, useDraft, useEditing } from "./editing";
import { Notes } from "./Findings";
import { useFindingsAt } from "./findings";
import { type Arm, listAt, moveStep, stepOf } from "./recipe";
import { STEP, StepList } from "./Steps";
import type { Detail } from "./shapes";
import { TriggerBlock } from "./TriggerBlock";

/** The recipe: when, if, then, from top to bottom. */
export function RecipeTab({ automation }: { automation: Detail }) {
  const { t } = useTranslation();
  const { doc: recipe } = useDraft();
  const { wanted, want } = useEditing();
  const act = useAct();
  const missing = useFindingsAt("steps");
  useScrolling();
  useDrops(STEP, (drop) => {
    const [branch = "", arm = "then"] = drop.group.split(":");
    const at = { branch: branch || null, arm: arm as Arm };
    const step = stepOf(recipe.steps, drop.id);
    const before = landing(drop, listAt(recipe.steps, at));
    if (step)
      act({ key: "move_step", values: { name: t(`automation.do.${step.do}`) } }, (all) =>
        moveStep(all, step.id, { ...at, before }),
      );
  });
  // What is meant has no slot of its own: the first thing to press there.
  useEffect(() => {
    if (!wanted || wanted.slot) return;
    const place = document.querySelector<HTMLElement>(`[data-at="${CSS.escape(wanted.place)}"]`);
    place?.scrollIntoView({ block: "nearest" });
    place?.querySelector<HTMLElement>("button")?.focus();
    want(null);
  }, [wanted, want]);
  return (
    <div className={c.layout}>
      <div className={c.recipe}>
        <TriggerBlock />
        <section className={c.block} aria-labelledby="recipe-if" data-at="conditions">
          <span className={c.disc} aria-hidden>
            <IconFilter size={17} stroke={1.7} />
          </span>
          <div className={c.card}>
            <header className={c.cardHead}>
              <h2 id="recipe-if">{t("automation.if_title")}</h2>
              <span className={c.quiet}>
                {t(recipe.conditions.length === 0 ? "automation.if_none" : "automation.if_all")}
              </span>
            </header>
            <ConditionList holder={null} list={recipe.conditions} />
          </div>
        </section>
        <section className={c.then} aria-labelledby="recipe-then" data-at="steps">
          <div className={c.thenHead}>
            <i className={c.dot} aria-hidden />
            <h2 id="recipe-then">{t("automation.then_title")}</h2>
            {recipe.steps.length === 0 && <span className={c.quiet}>{t("automation.no_steps")}</span>}
          </div>
          <Notes findings={recipe.steps.length > 0 ? missing : []} />
          <StepList steps={recipe.steps} branch={null} arm="then" />
        </section>
      </div>
      <Aside automation={automation} />
    </div>
  );
}
