import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSaying } from "./naming";
import c from "./reading.module.css";
import { type Condition, isGroup, type Recipe, type Step } from "./recipe";
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

/** A recipe to be read: when, if, then. */
export function Reading({ recipe }: { recipe: Recipe }) {
  const { t } = useTranslation();
  const saying = useSaying();
  const { trigger, conditions, steps } = recipe;
  return (
    <dl className={c.reading}>
      <div>
        <dt>{t("automation.when_title")}</dt>
        <dd>
          {trigger.type ? (
            <Sentence
              text={t(`automation.when.${triggerKey(trigger)}`, { defaultValue: trigger.type })}
              slot={(slot) => <Word>{saying.triggerSlot(trigger, slot)}</Word>}
            />
          ) : (
            "–"
          )}
        </dd>
      </div>
      {conditions.length > 0 && (
        <div>
          <dt>{t("automation.if_title")}</dt>
          <dd>
            <Conditions list={conditions} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t("automation.then_title")}</dt>
        <dd>{steps.length > 0 ? <Steps steps={steps} /> : "–"}</dd>
      </div>
    </dl>
  );
}

function Conditions({ list }: { list: readonly Condition[] }) {
  const { t } = useTranslation();
  const saying = useSaying();
  return (
    <ul>
      {list.map((one, i) => (
        <li key={i}>
          {isGroup(one) ? (
            <>
              {t("automation.if_any")}
              <Conditions list={one.any} />
            </>
          ) : (
            <Word>{saying.condition(one)}</Word>
          )}
        </li>
      ))}
    </ul>
  );
}

function Steps({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation();
  const saying = useSaying();
  return (
    <ol>
      {steps.map((step) => (
        <li key={step.id}>
          <Sentence
            text={t(`automation.then.${stepKey(step)}`, { defaultValue: step.do })}
            slot={(slot) => <Word>{saying.stepSlot(step, slot)}</Word>}
          />
          {step.do === "branch" &&
            (["then", "else"] as const).map((arm) => (
              <Fragment key={arm}>
                {(step[arm] ?? []).length > 0 && (
                  <div className={c.arm}>
                    <span>{t(`automation.arm.${arm}`)}</span>
                    <Steps steps={step[arm] ?? []} />
                  </div>
                )}
              </Fragment>
            ))}
        </li>
      ))}
    </ol>
  );
}
