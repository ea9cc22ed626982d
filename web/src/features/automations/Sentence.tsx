import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import { useSaying } from "./naming";
import c from "./reading.module.css";
import { type Condition, isGroup, type Recipe, type Step, stepOf } from "./recipe";
import { partsOf, stepKey, triggerKey } from "./sentences";

/** A sentence whose slots are filled in with whatever stands there. */
export function Sentence({ text, slot }: { text: string; slot: (name: string) => ReactNode }) {
  return (
    <>
      {partsOf(text).map((part) =>
        "slot" in part ? <Fragment key={part.slot}>{slot(part.slot)}</Fragment> : part.text,
      )}
    </>
  );
}

const Word = ({ children }: { children: ReactNode }) => (
  <b>
    <bdi>{children}</bdi>
  </b>
);

type Mark = "changed" | "only" | undefined;
type Against = { against: Recipe | undefined };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** A step by itself, without what stands in its arms. */
const alone = ({ then: _, else: __, ...step }: Step): Omit<Step, "then" | "else"> => step;

function markOf(step: Step, against: Recipe | undefined): Mark {
  if (!against) return undefined;
  const other = stepOf(against.steps, step.id);
  if (!other) return "only";
  return same(alone(step), alone(other)) ? undefined : "changed";
}

/** A recipe to be read: when, if, then. What is otherwise in `against` stands out. */
export function Reading({ recipe, against }: { recipe: Recipe; against?: Recipe | undefined }) {
  const { t } = useTranslation();
  const saying = useSaying();
  const { trigger, conditions, steps } = recipe;
  return (
    <dl className={c.reading}>
      <div>
        <dt>{t("automation.when_title")}</dt>
        <dd>
          <Marked mark={against && !same(trigger, against.trigger) ? "changed" : undefined}>
            {trigger.type ? (
              <Sentence
                text={t(`automation.when.${triggerKey(trigger)}`, { defaultValue: trigger.type })}
                slot={(slot) => <Word>{saying.triggerSlot(trigger, slot)}</Word>}
              />
            ) : (
              "–"
            )}
          </Marked>
        </dd>
      </div>
      {conditions.length > 0 && (
        <div>
          <dt>{t("automation.if_title")}</dt>
          <dd>
            <Conditions list={conditions} against={against} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t("automation.then_title")}</dt>
        <dd>{steps.length > 0 ? <Steps steps={steps} against={against} /> : "–"}</dd>
      </div>
    </dl>
  );
}

function Marked({ mark, children }: { mark: Mark; children: ReactNode }) {
  const { t } = useTranslation();
  if (!mark) return children;
  return (
    <mark className={c.mark} data-mark={mark}>
      {children}
      <Hidden> ({t(mark === "only" ? "automation.only_here" : "automation.changed_here")})</Hidden>
    </mark>
  );
}

function Conditions({ list, against }: { list: readonly Condition[] } & Against) {
  const { t } = useTranslation();
  const saying = useSaying();
  const known = (one: Condition) => !against || against.conditions.some((other) => same(one, other));
  return (
    <ul>
      {list.map((one, i) => (
        <li key={i}>
          <Marked mark={known(one) ? undefined : "only"}>
            {isGroup(one) ? t("automation.if_any") : <Word>{saying.condition(one)}</Word>}
          </Marked>
          {isGroup(one) && <Conditions list={one.any} against={undefined} />}
        </li>
      ))}
    </ul>
  );
}

function Steps({ steps, against }: { steps: readonly Step[] } & Against) {
  const { t } = useTranslation();
  const saying = useSaying();
  return (
    <ol>
      {steps.map((step) => (
        <li key={step.id}>
          <Marked mark={markOf(step, against)}>
            <Sentence
              text={t(`automation.then.${stepKey(step)}`, { defaultValue: step.do })}
              slot={(slot) => <Word>{saying.stepSlot(step, slot)}</Word>}
            />
          </Marked>
          {step.do === "branch" &&
            (["then", "else"] as const).map(
              (arm) =>
                (step[arm] ?? []).length > 0 && (
                  <div key={arm} className={c.arm}>
                    <span>{t(`automation.arm.${arm}`)}</span>
                    <Steps steps={step[arm] ?? []} against={against} />
                  </div>
                ),
            )}
        </li>
      ))}
    </ol>
  );
}
