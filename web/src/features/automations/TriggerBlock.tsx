import { Button, Menu } from "@mantine/core";
import { IconBolt, IconChevronDown } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import c from "./builder.module.css";
import ch from "./choose.module.css";
import { useAct, useDraft } from "./editing";
import { Notes } from "./Findings";
import { useFindingsAt } from "./findings";
import { triggerIcon } from "./icons";
import { useVocabulary } from "./naming";
import { type Trigger, tidy } from "./recipe";
import { Sentence } from "./Sentence";
import { triggerKey } from "./sentences";
import { TriggerSlot } from "./TriggerSlot";

const GROUPS: Record<string, readonly string[]> = {
  opportunity: [
    "opportunity_created",
    "opportunity_updated",
    "step_changed",
    "stage_changed",
    "follow_up_due",
  ],
  work: ["activity_added", "activity_edited", "task_added", "task_done", "task_reminded"],
  time: ["schedule", "share_ended"],
};

/** Another trigger keeps what it can be narrowed by as well. */
export function retyped(trigger: Trigger, type: string): Trigger {
  const between =
    type === trigger.type || (type.startsWith("activity_") && trigger.type.startsWith("activity_"));
  return tidy({
    type,
    ...(trigger.team && { team: trigger.team }),
    ...(between && trigger.activity_type && { activity_type: trigger.activity_type }),
    ...(type === "schedule" && { every: "day" as const, at: "09:00" }),
  });
}

/** When: what sets the automation off, and what narrows it. */
export function TriggerBlock() {
  const { t } = useTranslation();
  const { doc: recipe } = useDraft();
  const { trigger } = recipe;
  const findings = useFindingsAt("trigger");
  const Icon = trigger.type ? triggerIcon(trigger.type) : IconBolt;
  return (
    <section
      className={c.block}
      aria-labelledby="recipe-when"
      data-at="trigger"
      data-chosen={!!trigger.type || undefined}
    >
      <span className={c.disc} aria-hidden>
        <Icon size={18} stroke={1.7} />
      </span>
      <div className={c.card}>
        <header className={c.cardHead}>
          <h2 id="recipe-when">{t("automation.when_title")}</h2>
          <TriggerMenu trigger={trigger} />
        </header>
        {trigger.type && (
          <p className={c.sentence}>
            <Sentence
              text={t(`automation.when.${triggerKey(trigger)}`, { defaultValue: trigger.type })}
              slot={(slot) => <TriggerSlot trigger={trigger} slot={slot} />}
            />
          </p>
        )}
        <Notes findings={findings} />
      </div>
    </section>
  );
}

function TriggerMenu({ trigger }: { trigger: Trigger }) {
  const { t } = useTranslation();
  const act = useAct();
  const { words } = useVocabulary();
  const later = words.triggers.filter((one) => !one.available);
  const name = trigger.type && t(`automation.trigger.${trigger.type}`, { defaultValue: trigger.type });
  const choose = (type: string) =>
    act({ key: "trigger", values: { name: t(`automation.trigger.${type}`) } }, (recipe) => ({
      ...recipe,
      trigger: retyped(recipe.trigger, type),
    }));
  return (
    <Menu position="bottom-start" width={350}>
      <Menu.Target>
        <Button
          variant={trigger.type ? "subtle" : "light"}
          color={trigger.type ? "gray" : "iris"}
          size="compact-md"
          className={c.chooser}
          aria-label={trigger.type ? t("automation.change_trigger", { name }) : undefined}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {name || t("automation.choose_trigger")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={ch.menu}>
        {Object.entries(GROUPS).map(([group, types]) => (
          <Fragment key={group}>
            <Menu.Label>{t(`automation.group.${group}`)}</Menu.Label>
            {types.map((type) => {
              const Icon = triggerIcon(type);
              return (
                <Menu.Item
                  key={type}
                  leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                  onClick={() => choose(type)}
                >
                  <span className={ch.what}>
                    <b>{t(`automation.trigger.${type}`)}</b>
                    <small>{t(`automation.trigger_hint.${type}`)}</small>
                  </span>
                </Menu.Item>
              );
            })}
          </Fragment>
        ))}
        {later.length > 0 && <Menu.Label>{t("automation.group.later")}</Menu.Label>}
        {later.map(({ type }) => (
          <Menu.Item key={type} disabled leftSection={<IconBolt size={18} stroke={1.6} aria-hidden />}>
            <span className={ch.what}>
              <b>{t(`automation.trigger.${type}`, { defaultValue: type })}</b>
              <small>{t(`automation.trigger_hint.${type}`, { defaultValue: "" })}</small>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
