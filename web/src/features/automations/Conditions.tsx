import { ActionIcon, Button, Group } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ConditionRow } from "@/opportunity/fields/ConditionRow";
import type { Condition as Asked } from "@/opportunity/fields/conditions";
import b from "./builder.module.css";
import choose from "./choose.module.css";
import c from "./conditions.module.css";
import { useAct, useEditing } from "./editing";
import { Notes } from "./Findings";
import { useConditionLevel, useFindingsAt } from "./findings";
import { useSaying, useVocabulary } from "./naming";
import {
  addCondition,
  type Condition,
  conditionsOf,
  editCondition,
  type Holder,
  isGroup,
  type One,
  setConditions,
} from "./recipe";
import { Slot } from "./Slot";

const NEW: One = { field: "", op: "is", value: "" };
/** How a condition is named for the focus, whoever holds it. */
export const placeOfCondition = (holder: Holder, path: readonly number[]) => ({
  place: holder === null ? "conditions" : `steps.${holder}`,
  slot: `if.${path.join(".")}`,
});

/** Conditions that must all hold, some of them groups of which any may; `holder` is a branch, or the automation. */
export function ConditionList({ holder, list }: { holder: Holder; list: readonly Condition[] }) {
  const { t } = useTranslation();
  const add = useAdd(holder);
  return (
    <div className={c.conditions}>
      {list.length > 0 && <Rows holder={holder} list={list} path={[]} joined="and" />}
      <div className={c.adds}>
        <AddButton label={t("automation.add_condition_to")} onClick={() => add([], NEW)}>
          {t("automation.add_condition")}
        </AddButton>
        <AddButton label={t("automation.add_any_to")} onClick={() => add([], { any: [NEW] })}>
          {t("automation.add_any")}
        </AddButton>
      </div>
    </div>
  );
}

function Rows({
  holder,
  list,
  path,
  joined,
}: {
  holder: Holder;
  list: readonly Condition[];
  path: readonly number[];
  joined: "and" | "or";
}) {
  const { t } = useTranslation();
  const add = useAdd(holder);
  return (
    <ul className={c.rows} data-one={list.length === 1 || undefined}>
      {list.map((one, i) => {
        const here = [...path, i];
        return (
          <li key={i}>
            <span className={c.joined}>{i > 0 && t(`automation.${joined}`)}</span>
            {isGroup(one) ? (
              <fieldset className={c.any} aria-label={t("automation.if_any")}>
                <span className={b.quiet}>{t("automation.if_any")}</span>
                <Rows holder={holder} list={one.any} path={here} joined="or" />
                <AddButton label={t("automation.add_condition_to")} onClick={() => add(here, NEW)}>
                  {t("automation.add_condition")}
                </AddButton>
              </fieldset>
            ) : (
              <Row holder={holder} one={one} path={here} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function AddButton({ label, onClick, children }: { label: string; onClick: () => void; children: string }) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      className={c.add}
      leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

function useAdd(holder: Holder) {
  const act = useAct();
  const { store, want } = useEditing();
  return (path: readonly number[], one: Condition) => {
    const before = conditionsOf(store.get().doc, holder);
    const group = path.length > 0 ? before[path[0] ?? 0] : undefined;
    const inner = group && isGroup(group) ? group.any.length : 0;
    const at = path.length > 0 ? [...path, inner] : [before.length, ...(isGroup(one) ? [0] : [])];
    act({ key: "add_condition" }, (recipe) =>
      setConditions(recipe, holder, addCondition(conditionsOf(recipe, holder), path, one)),
    );
    want({ ...placeOfCondition(holder, at), open: true });
  };
}

function Row({ holder, one, path }: { holder: Holder; one: One; path: readonly number[] }) {
  const { t } = useTranslation();
  const { condition } = useSaying();
  const { fields } = useVocabulary();
  const { want } = useEditing();
  const act = useAct();
  const level = useConditionLevel(holder, path);
  const place = holder === null ? `conditions.${path[0]}` : "";
  // Of a branch they stand with the branch.
  const findings = useFindingsAt(place);
  const words = condition(one);
  const change = (next: Condition | null, gather?: string) =>
    act(
      { key: next ? "edit_condition" : "remove_condition" },
      (recipe) =>
        setConditions(
          recipe,
          holder,
          editCondition(conditionsOf(recipe, holder), path, () => next),
        ),
      gather,
    );
  return (
    <div className={c.condition}>
      <div className={c.conditionLine}>
        <Slot
          {...placeOfCondition(holder, path)}
          label={t("automation.slot.conditions")}
          words={words}
          look={one.field ? "set" : "empty"}
          level={level}
          width={360}
        >
          {(close) => (
            <form
              className={choose.form}
              onSubmit={(e) => {
                e.preventDefault();
                close();
              }}
            >
              <ConditionRow
                fields={fields}
                condition={one.field ? ({ ...one, value: String(one.value ?? "") } as Asked) : null}
                onChange={(next) => change(next, `${holder ?? ""}.${path.join(".")}`)}
                autoFocus={one.field ? "value" : "field"}
              />
              <Group justify="flex-end">
                <Button type="submit" size="compact-sm">
                  {t("automation.apply")}
                </Button>
              </Group>
            </form>
          )}
        </Slot>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          className={c.drop}
          aria-label={t("automation.remove_condition", { words })}
          onClick={() => {
            change(null);
            want({ place: holder === null ? "conditions" : `steps.${holder}`, slot: "", open: false });
          }}
        >
          <IconX size={15} stroke={1.8} />
        </ActionIcon>
      </div>
      {path.length === 1 && <Notes findings={findings} />}
    </div>
  );
}
