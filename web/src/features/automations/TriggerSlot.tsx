import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { WholeInput } from "@/ui/WholeInput";
import { Choose } from "./Choose";
import c from "./choose.module.css";
import { useAct } from "./editing";
import { useLevel } from "./findings";
import { useSaying, useVocabulary } from "./naming";
import { type Trigger, tidy } from "./recipe";
import { type Look, Slot } from "./Slot";
import type { Option } from "./vocabulary";

const ANY = "";
const CAUSES = [
  "time",
  "stopped",
  "never_started",
  "member_deactivated",
  "team_dissolved",
  "custody_moved",
  "pooled",
];
/** Facts of an opportunity that change after it was made. */
const CHANGING = new Set(["team", "step", "owner", "excluded"]);
const NEEDED = new Set(["every", "weekdays", "day", "at"]);

const isChosen = (trigger: Trigger, slot: string): boolean => {
  const value = trigger[slot as keyof Trigger];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "";
};

/** A slot of what sets the automation off. */
export function TriggerSlot({ trigger, slot }: { trigger: Trigger; slot: string }) {
  const { t } = useTranslation();
  const saying = useSaying();
  const act = useAct();
  const level = useLevel("trigger", slot);
  const look: Look = isChosen(trigger, slot) ? "set" : NEEDED.has(slot) ? "empty" : "any";
  const between = slot === "from" || slot === "to";
  const kind = trigger.type === "stage_changed" ? "stage" : "step";
  const label = t(`automation.slot.${between ? `${kind}_${slot}` : slot}`);
  const change = (next: { [K in keyof Trigger]?: Trigger[K] | undefined }, gather?: string) =>
    act(
      { key: "edit_trigger" },
      (recipe) => ({ ...recipe, trigger: tidy({ ...recipe.trigger, ...next } as Trigger) }),
      gather,
    );
  return (
    <Slot
      place="trigger"
      slot={slot}
      label={label}
      words={saying.triggerSlot(trigger, slot)}
      look={look}
      level={level}
    >
      {(close) => <Editor trigger={trigger} slot={slot} label={label} change={change} close={close} />}
    </Slot>
  );
}

function Editor({
  trigger,
  slot,
  label,
  change,
  close,
}: {
  trigger: Trigger;
  slot: string;
  label: string;
  change: (next: { [K in keyof Trigger]?: Trigger[K] | undefined }, gather?: string) => void;
  close: () => void;
}) {
  const { t } = useTranslation();
  const { words, teams, steps, stages, fields } = useVocabulary();
  const { labelOf } = useSaying();
  const one = (
    options: readonly Option[],
    key: "team" | "from" | "to" | "status" | "cause" | "activity_type",
  ) => (
    <Choose
      label={label}
      options={options}
      chosen={[trigger[key] ?? ANY]}
      freely={key === "activity_type"}
      onChoose={(value) => {
        change({ [key]: value === ANY ? undefined : value });
        close();
      }}
    />
  );
  const withAny = (key: string, options: readonly Option[]): Option[] => [
    { value: ANY, label: t(`automation.empty.${key}`) },
    ...options,
  ];
  const toggled = <V,>(list: readonly V[] | undefined, value: V): V[] =>
    list?.includes(value) ? list.filter((each) => each !== value) : [...(list ?? []), value];

  switch (slot) {
    case "team":
      return one(withAny("team", teams), "team");
    case "from":
    case "to":
      return trigger.type === "stage_changed"
        ? one(withAny("stage_any", stages), slot)
        : one(withAny("step_any", steps), slot);
    case "status":
      return one(
        withAny(
          "status",
          ["open", "won", "lost", "archived"].map((value) => ({
            value,
            label: t(`automation.status_name.${value}`),
          })),
        ),
        "status",
      );
    case "cause":
      return one(
        withAny(
          "cause",
          CAUSES.map((value) => ({ value, label: t(`automation.cause.${value}`) })),
        ),
        "cause",
      );
    case "activity_type":
      return one(
        withAny(
          "activity_type",
          words.activity_types.map((value) => ({ value, label: value })),
        ),
        "activity_type",
      );
    case "fields": {
      const still = new Set(
        words.fields
          .filter((field) => field.group === "fact" && !CHANGING.has(field.key))
          .map((field) => field.key),
      );
      return (
        <Choose
          label={label}
          options={fields
            .filter((field) => !still.has(field.key))
            .map((field) => ({ value: field.key, label: labelOf(field.key) }))}
          chosen={trigger.fields ?? []}
          onChoose={(key) => {
            const next = toggled(trigger.fields, key);
            change({ fields: next.length > 0 ? next : undefined });
          }}
        />
      );
    }
    case "every":
      return (
        <Choose
          label={label}
          options={(["day", "week", "month"] as const).map((value) => ({
            value,
            label: t(`automation.every.${value}`),
          }))}
          chosen={[trigger.every ?? ""]}
          onChoose={(value) => {
            change({
              every: value as "day" | "week" | "month",
              weekdays: value === "week" ? (trigger.weekdays ?? [1]) : undefined,
              day: value === "month" ? (trigger.day ?? 1) : undefined,
            });
            close();
          }}
        />
      );
    case "weekdays":
      return (
        <Choose
          label={label}
          options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({
            value: String(day),
            label: t(`automation.weekday.${day}`),
          }))}
          chosen={(trigger.weekdays ?? []).map(String)}
          onChoose={(day) => change({ weekdays: toggled(trigger.weekdays, Number(day)).sort() })}
        />
      );
    case "day":
      return (
        <form className={c.form} onSubmit={(e) => submit(e, close)}>
          <WholeInput
            label={label}
            description={t("automation.day_hint")}
            data-autofocus
            max={31}
            value={trigger.day ?? null}
            onWhole={(day) => change({ day: day ?? undefined }, "trigger.day")}
          />
        </form>
      );
    default:
      return (
        <form className={c.form} onSubmit={(e) => submit(e, close)}>
          <TextInput
            type="time"
            label={label}
            description={t("automation.at_hint", { zone: words.time_zone })}
            data-autofocus
            value={trigger.at ?? ""}
            onChange={(e) => change({ at: e.currentTarget.value || undefined }, "trigger.at")}
          />
        </form>
      );
  }
}

const submit = (e: React.FormEvent, close: () => void) => {
  e.preventDefault();
  close();
};
