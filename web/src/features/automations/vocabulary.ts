import type { Field } from "@/opportunity/fields/conditions";
import type { Step } from "./recipe";
import type { Words } from "./shapes";

/** What one chooses from, under the name of its workflow where there are several. */
export type Option = { value: string; label: string; group?: string; hint?: string };
type Say = (key: string) => string;

export type Vocabulary = {
  words: Words;
  /** What conditions can ask, and what steps can write. */
  fields: readonly Field[];
  settable: readonly Field[];
  teams: readonly Option[];
  members: readonly Option[];
  steps: readonly Option[];
  stages: readonly Option[];
  transitions: readonly Option[];
  names: ReadonlyMap<string, string>;
};

export function vocabularyOf(words: Words, say: Say): Vocabulary {
  const called = new Map(words.workflows.map((one) => [one.id, one.name]));
  const several = words.workflows.length > 1;
  const ofWorkflow = (one: { id: string; name: string; workflow: string }): Option => ({
    value: one.id,
    label: one.name,
    ...(several && { group: called.get(one.workflow) ?? "" }),
  });
  const plain = ({ id, name }: { id: string; name: string }): Option => ({ value: id, label: name });
  const steps = words.workflow_steps.map(ofWorkflow);
  const stages = words.stages.map(ofWorkflow);
  const stepNames = new Map(words.workflow_steps.map((one) => [one.id, one.name]));
  const choices: Record<string, readonly Option[]> = {
    team: words.teams.map(plain),
    step: steps,
    stage: stages,
    channel: words.channels.map(plain),
    product: words.products.map(plain),
    status: ["open", "won", "lost", "archived"].map((value) => ({
      value,
      label: say(`status_name.${value}`),
    })),
    currency: words.currencies.map((value) => ({ value, label: value })),
  };
  const fields = words.fields.map((one) => fieldOf(one, choices[one.key], say));
  const settable = words.fields.filter((one) => one.settable).map((one) => fieldOf(one, undefined, say));
  const all = [
    ...[words.teams, words.members, words.channels, words.products].flat(),
    ...[words.workflow_steps, words.stages, words.transitions].flat(),
  ];
  return {
    words,
    fields,
    settable,
    teams: words.teams.map(plain),
    members: words.members.map(plain),
    steps,
    stages,
    transitions: words.transitions.map((one) => ({
      ...ofWorkflow(one),
      hint: `${stepNames.get(one.from_step) ?? "–"} → ${stepNames.get(one.to_step) ?? "–"}`,
    })),
    names: new Map(all.map((one) => [one.id, one.name])),
  };
}

/** The fields that must be filled in on some way to where the step leads: a transition, or all that enter a step or stage. */
export function asksOf({ transitions, workflow_steps }: Words, step: Step): string[] {
  const ends = step.step
    ? [step.step]
    : workflow_steps.filter((one) => one.stage === step.stage).map((one) => one.id);
  const ways = transitions.filter((one) =>
    step.transition ? one.id === step.transition : ends.includes(one.to_step),
  );
  return [...new Set(ways.flatMap((one) => one.asks))];
}

const FACT_TYPES: Record<string, string> = {
  owner: "user",
  author: "user",
  excluded: "boolean",
  source: "text",
};

function fieldOf(one: Words["fields"][number], choices: readonly Option[] | undefined, say: Say): Field {
  const fact = one.group === "fact";
  const known = choices ?? [];
  return {
    key: one.key,
    label: fact ? say(`field.${one.key}`) : one.label,
    type: choices ? "choice" : ((fact ? FACT_TYPES[one.key] : one.types[0]) ?? "text"),
    options: choices ? known.map((option) => option.value) : one.options,
    operators: one.operators,
    section: fact ? say("fields_of_opportunity") : one.group === "built_in" ? "" : say("fields_of_layout"),
    ...(one.group === "built_in" && { builtIn: true }),
    ...(choices && { names: Object.fromEntries(known.map((option) => [option.value, nameOf(option)])) }),
  };
}

const nameOf = ({ label, group }: Option): string => (group ? `${label} · ${group}` : label);
