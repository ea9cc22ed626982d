import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Choose } from "./Choose";
import c from "./choose.module.css";
import { useAct, useDraft } from "./editing";
import { DurationEditor, TextEditor } from "./editors";
import { FieldsEditor } from "./FieldsEditor";
import { useLevel } from "./findings";
import { useSaying, useVocabulary } from "./naming";
import { editStep, type Step, type Target } from "./recipe";
import { type Look, Slot } from "./Slot";
import { isEmptySlot } from "./sentences";
import { asksOf, type Option } from "./vocabulary";

type Change = { [K in keyof Step]?: Step[K] | undefined };
type Props = {
  step: Step;
  slot: string;
  label: string;
  change: (next: Change, gather?: string) => void;
  close: () => void;
};

// What says something also where nothing was chosen.
const OPTIONAL = new Set([
  "due",
  "remind",
  "attributes",
  "log_activity.text",
  "share.duration",
  "create_task.owner",
]);

const WIDE = new Set(["text", "fields", "attributes"]);

/** A slot of a step. */
export function StepSlot({ step, slot, place }: { step: Step; slot: string; place: string }) {
  const { t } = useTranslation();
  const saying = useSaying();
  const act = useAct();
  const level = useLevel(place, slot);
  const words = saying.stepSlot(step, slot);
  const optional = OPTIONAL.has(slot) || OPTIONAL.has(`${step.do}.${slot}`);
  const empty = isEmptySlot(step, slot) || (optional && words === t(`automation.empty.${slot}`));
  const look: Look = !empty ? "set" : optional ? "any" : "empty";
  const label = t(`automation.slot.${slot === "fields" ? "set" : slot}`);
  const change = (next: Change, gather?: string) =>
    act(
      { key: "edit_step", values: { name: t(`automation.do.${step.do}`) } },
      (recipe) => editStep(recipe, step.id, next),
      gather && `${step.id}.${gather}`,
    );
  return (
    <Slot
      place={place}
      slot={slot}
      label={label}
      words={words}
      look={look}
      level={level}
      width={WIDE.has(slot) ? 420 : 320}
    >
      {(close) => <Editor step={step} slot={slot} label={label} change={change} close={close} />}
    </Slot>
  );
}

function Editor(props: Props) {
  const { step, slot, label, change, close } = props;
  const { t } = useTranslation();
  const { words } = useVocabulary();
  switch (slot) {
    case "to":
      return <Whom {...props} />;
    case "owner":
      return <Whom {...props} />;
    case "duration":
      return (
        <DurationEditor
          value={step}
          none={step.do === "share" ? t("automation.usual_time") : undefined}
          onChange={(next) => change({ minutes: undefined, days: undefined, ...next }, "duration")}
          onDone={close}
        />
      );
    case "due":
    case "remind":
      return (
        <DurationEditor
          value={step[slot]}
          none={t(slot === "due" ? "automation.no_date" : "automation.no_reminder")}
          onChange={(next) => change({ [slot]: next ?? undefined }, slot)}
          onDone={close}
        />
      );
    case "access":
      return (
        <Choose
          label={label}
          options={(["view", "modify"] as const).map((value) => ({
            value,
            label: t(`automation.access.${value}`),
            hint: t(`automation.access_hint.${value}`),
          }))}
          chosen={[step.access ?? ""]}
          onChoose={(value) => {
            change({ access: value as "view" | "modify" });
            close();
          }}
        />
      );
    case "whose":
      return <Whose {...props} />;
    case "fields":
      return (
        <FieldsEditor
          value={step.fields ?? {}}
          onChange={(fields) => change({ fields }, "fields")}
          onDone={close}
        />
      );
    case "attributes":
      return (
        <FieldsEditor
          value={step.attributes ?? {}}
          asked={asksOf(words, step)}
          onChange={(next) =>
            change({ attributes: Object.keys(next).length > 0 ? next : undefined }, "attributes")
          }
          onDone={close}
        />
      );
    case "target":
      return <Where {...props} />;
    case "type":
      return (
        <Choose
          label={label}
          options={words.activity_types.map((value) => ({ value, label: value }))}
          chosen={[step.type ?? ""]}
          freely
          onChoose={(type) => {
            change({ type });
            close();
          }}
        />
      );
    default: {
      const key = slot as "title" | "text" | "url";
      return (
        <TextEditor
          label={label}
          long={key === "text"}
          value={step[key] ?? ""}
          placeholders={key !== "url"}
          example={key === "url" ? "https://" : key === "title" ? t("automation.title_example") : undefined}
          hint={key === "url" ? t("automation.url_hint") : undefined}
          onChange={(next) => change({ [key]: next }, key)}
          onDone={close}
        />
      );
    }
  }
}

const KEYS = ["person", "team", "member", "role"] as const;
const spelled = (to: Target | undefined): string => {
  const key = KEYS.find((one) => to?.[one]);
  return key ? `${key}:${to?.[key]}` : "";
};
const targetOf = (value: string): Target => {
  const at = value.indexOf(":");
  return { [value.slice(0, at)]: value.slice(at + 1) };
};

/** People of the opportunity, teams, members and roles, as far as the step takes them. */
function useTargets(kinds: readonly string[], shared = false): Option[] {
  const { t } = useTranslation();
  const { words, teams, members } = useVocabulary();
  const { doc: recipe } = useDraft();
  const ofTask = recipe.trigger.type.startsWith("task_");
  // Nothing is shared with its owner (S6).
  const persons = [...(shared ? [] : ["owner"]), "author", ...(ofTask ? ["task_owner"] : []), "actor"];
  const group = (kind: string, options: readonly Option[]): Option[] =>
    kinds.includes(kind)
      ? options.map((one) => ({ ...one, value: `${kind}:${one.value}`, group: t(`automation.kind.${kind}`) }))
      : [];
  return [
    ...group(
      "person",
      persons.map((value) => ({ value, label: t(`automation.person.${value}`) })),
    ),
    ...group("team", teams),
    ...group("member", members),
    ...group(
      "role",
      words.roles.map((value) => ({
        value,
        label: t(`automation.everyone.${value}`, { defaultValue: value }),
      })),
    ),
  ];
}

const TAKES: Record<string, readonly string[]> = {
  share: ["team", "member", "person"],
  notify: ["person", "team", "member", "role"],
  create_task: ["person", "member"],
  set_owner: ["person", "member"],
};
const NOBODY = "nobody";

function Whom({ step, label, change, close }: Props) {
  const { t } = useTranslation();
  const targets = useTargets(TAKES[step.do] ?? [], step.do === "share");
  const owns = step.do === "set_owner";
  const options = owns
    ? [...targets, { value: NOBODY, label: t("automation.nobody"), group: t("automation.kind.nobody") }]
    : targets;
  const now = owns
    ? step.member === null
      ? NOBODY
      : spelled({ ...(step.member && { member: step.member }), ...(step.person && { person: step.person }) })
    : spelled(step.do === "create_task" ? step.owner : step.to);
  const choose = (value: string) => {
    if (value === NOBODY) change({ member: null, person: undefined });
    else if (owns) change({ member: undefined, person: undefined, ...targetOf(value) });
    else change({ [step.do === "create_task" ? "owner" : "to"]: targetOf(value) });
    close();
  };
  return <Choose label={label} options={options} chosen={[now]} onChoose={choose} />;
}

function Whose({ step, label, change, close }: Props) {
  const { t } = useTranslation();
  const targets = useTargets(["team", "member"]);
  const options: Option[] = [
    ...(["all", "mine"] as const).map((value) => ({ value, label: t(`automation.whose_kind.${value}`) })),
    ...targets,
  ];
  const now = typeof step.whose === "string" ? step.whose : spelled(step.whose);
  return (
    <Choose
      label={label}
      options={options}
      chosen={[now]}
      onChoose={(value) => {
        change({ whose: value === "all" || value === "mine" ? value : targetOf(value) });
        close();
      }}
    />
  );
}

function Where({ step, label, change, close }: Props) {
  const { t } = useTranslation();
  const { steps, stages, transitions } = useVocabulary();
  const group = (kind: "step" | "stage" | "transition", options: readonly Option[]): Option[] =>
    options.map((one) => ({
      ...one,
      value: `${kind}:${one.value}`,
      group: [t(`automation.target_kind.${kind}`), ...(one.group ? [one.group] : [])].join(" · "),
    }));
  const kind = (["step", "stage", "transition"] as const).find((one) => step[one]);
  return (
    <div className={c.form}>
      <Choose
        label={label}
        options={[...group("step", steps), ...group("stage", stages), ...group("transition", transitions)]}
        chosen={[kind ? `${kind}:${step[kind]}` : ""]}
        onChoose={(value) => {
          const at = value.indexOf(":");
          change({
            step: undefined,
            stage: undefined,
            transition: undefined,
            [value.slice(0, at)]: value.slice(at + 1),
          });
          close();
        }}
      />
      <TextInput
        label={t("automation.reason")}
        description={t("automation.reason_hint")}
        maxLength={200}
        value={step.reason ?? ""}
        onChange={(e) => change({ reason: e.currentTarget.value || undefined }, "reason")}
      />
    </div>
  );
}
