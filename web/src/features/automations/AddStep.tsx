import { Button, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import c from "./choose.module.css";
import { useAct, useEditing } from "./editing";
import { stepIcon } from "./icons";
import { useVocabulary } from "./naming";
import { blank, type Do, insertStep, newId, type Place } from "./recipe";
import s from "./steps.module.css";

const GROUPS: Record<string, readonly Do[]> = {
  sharing: ["share", "stop_sharing"],
  change: ["set_fields", "move", "set_owner"],
  people: ["notify", "create_task", "log_activity", "add_note", "webhook"],
  flow: ["wait", "branch"],
};
// What is asked for at once, since nothing goes without it.
const ASKED: Partial<Record<Do, string>> = {
  share: "to",
  set_fields: "fields",
  move: "target",
  create_task: "title",
  log_activity: "type",
  add_note: "text",
  notify: "text",
  webhook: "url",
};

/** What can be done, put at one place of the recipe. */
export function AddStep({ place, label, wide = false }: { place: Place; label: string; wide?: boolean }) {
  const { t } = useTranslation();
  const { words } = useVocabulary();
  const { want } = useEditing();
  const act = useAct();
  const kinds = new Map(words.steps.map((one) => [one.do, one]));
  const later = words.steps.filter(
    (one) =>
      !one.available &&
      !Object.values(GROUPS)
        .flat()
        .includes(one.do as Do),
  );
  const add = (what: Do) => {
    const step = blank(what, newId());
    act({ key: "add_step", values: { name: t(`automation.do.${what}`) } }, (recipe) =>
      insertStep(recipe, step, place),
    );
    const slot = ASKED[what];
    want({ place: `steps.${step.id}`, slot: slot ?? "", open: slot !== undefined });
  };
  return (
    <Menu position="bottom-start" width={350} returnFocus={false}>
      <Menu.Target>
        {wide ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            className={s.addWide}
            leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
            aria-label={label}
          >
            {t("automation.add_step")}
          </Button>
        ) : (
          <button type="button" className={s.addHere} aria-label={label} title={t("automation.add_step")}>
            <IconPlus size={14} stroke={2.2} aria-hidden />
          </button>
        )}
      </Menu.Target>
      <Menu.Dropdown className={c.menu}>
        {Object.entries(GROUPS).map(([group, all]) => (
          <Fragment key={group}>
            <Menu.Label>{t(`automation.group.${group}`)}</Menu.Label>
            {all.map((what) => {
              const Icon = stepIcon(what);
              const off = kinds.get(what)?.off ?? [];
              return (
                <Menu.Item
                  key={what}
                  leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                  onClick={() => add(what)}
                >
                  <span className={c.what}>
                    <b>{t(`automation.do.${what}`)}</b>
                    <small>
                      {t(off.length > 0 ? "automation.switched_off" : `automation.do_hint.${what}`)}
                    </small>
                  </span>
                </Menu.Item>
              );
            })}
          </Fragment>
        ))}
        {later.length > 0 && <Menu.Label>{t("automation.group.later")}</Menu.Label>}
        {later.map((one) => {
          const Icon = stepIcon(one.do);
          return (
            <Menu.Item key={one.do} disabled leftSection={<Icon size={18} stroke={1.6} aria-hidden />}>
              <span className={c.what}>
                <b>{t(`automation.do.${one.do}`, { defaultValue: one.do })}</b>
                <small>{t(`automation.do_hint.${one.do}`, { defaultValue: "" })}</small>
              </span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
