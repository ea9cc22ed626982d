/** What an automation does, as its draft holds it: when, if, then. Pure: every edit gives another recipe. */

export const TRIGGERS = [
  "opportunity_created",
  "opportunity_updated",
  "step_changed",
  "stage_changed",
  "activity_added",
  "activity_edited",
  "task_added",
  "task_done",
  "task_reminded",
  "follow_up_due",
  "share_ended",
  "schedule",
] as const;
export const STEPS = [
  "share",
  "stop_sharing",
  "set_fields",
  "move",
  "set_owner",
  "create_task",
  "log_activity",
  "add_note",
  "notify",
  "webhook",
  "wait",
  "branch",
] as const;
export type TriggerType = (typeof TRIGGERS)[number];
export type Do = (typeof STEPS)[number];

export type Trigger = {
  type: string;
  team?: string;
  activity_type?: string;
  fields?: string[];
  from?: string;
  to?: string;
  status?: string;
  cause?: string;
  every?: "day" | "week" | "month";
  weekdays?: number[];
  day?: number;
  at?: string;
};
export type One = { field: string; op: string; value?: unknown };
export type Any = { any: Condition[] };
export type Condition = One | Any;
/** Exactly one of both, once it is chosen. */
export type Duration = { minutes?: number; days?: number };
export type Target = { member?: string; team?: string; person?: string; role?: string };
export type Step = Duration & {
  id: string;
  do: string;
  to?: Target;
  access?: "view" | "modify";
  whose?: "all" | "mine" | Target;
  fields?: Record<string, unknown>;
  step?: string;
  stage?: string;
  transition?: string;
  attributes?: Record<string, unknown>;
  reason?: string;
  member?: string | null;
  person?: string;
  title?: string;
  owner?: Target;
  due?: Duration | null;
  remind?: Duration | null;
  type?: string;
  text?: string;
  url?: string;
  if?: Condition[];
  then?: Step[];
  else?: Step[];
};
export type Recipe = { trigger: Trigger; conditions: Condition[]; steps: Step[] };

/** Where a step stands: in which list, and before which of its steps (null: at its end). */
export type Arm = "then" | "else";
export type Place = { branch: string | null; arm: Arm; before: string | null };

export const isGroup = (one: Condition): one is Any => "any" in one;
export const newId = (): string => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

/** What a document of the server's is to the page; what is missing is empty. */
export function read(document: object): Recipe {
  const { trigger, conditions, steps } = document as Partial<Recipe>;
  return { trigger: triggerOf(trigger ?? null), conditions: conditions ?? [], steps: steps ?? [] };
}

export const triggerOf = (trigger: object | null): Trigger => (trigger as Trigger | null) ?? { type: "" };

/** As the server takes it: nothing chosen is nothing written. */
export function write({ trigger, conditions, steps }: Recipe): { [key: string]: unknown } {
  return { trigger: trigger.type ? trigger : null, conditions, steps };
}

/** A step to begin with: what has a usual answer has it, the rest is asked for. */
export function blank(what: Do, id: string): Step {
  const usual: Partial<Record<Do, Partial<Step>>> = {
    share: { days: 3, access: "modify" },
    stop_sharing: { whose: "all" },
    set_fields: { fields: {} },
    set_owner: { person: "actor" },
    create_task: { title: "", owner: { person: "owner" }, due: { days: 1 } },
    log_activity: { type: "", text: "" },
    add_note: { text: "" },
    notify: { to: { person: "owner" }, text: "" },
    webhook: { url: "" },
    wait: { days: 1 },
    branch: { if: [], then: [], else: [] },
  };
  return { id, do: what, ...usual[what] };
}

/** The list at a place. */
export function listAt(steps: readonly Step[], { branch, arm }: Omit<Place, "before">): readonly Step[] {
  return branch === null ? steps : (stepOf(steps, branch)?.[arm] ?? []);
}

export function stepOf(steps: readonly Step[], id: string): Step | undefined {
  for (const step of steps) {
    if (step.id === id) return step;
    const found = stepOf(step.then ?? [], id) ?? stepOf(step.else ?? [], id);
    if (found) return found;
  }
  return undefined;
}

/** Every step, each branch before what is in it. */
export const allSteps = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...allSteps(step.then ?? []), ...allSteps(step.else ?? [])]);

/** Changes the lists of steps from the inside out; what stays the same stays the very same. */
function mapLists(
  steps: readonly Step[],
  at: Omit<Place, "before">,
  change: (list: Step[]) => Step[],
): Step[] {
  const walk = (list: readonly Step[], branch: string | null, arm: Arm): Step[] => {
    const inner = list.map((step) => {
      if (step.do !== "branch") return step;
      const then = walk(step.then ?? [], step.id, "then");
      const other = walk(step.else ?? [], step.id, "else");
      return then === step.then && other === step.else ? step : { ...step, then, else: other };
    });
    const same = inner.every((step, i) => step === list[i]);
    const kept = same ? (list as Step[]) : inner;
    return branch === at.branch && (branch === null || arm === at.arm) ? change(kept) : kept;
  };
  return walk(steps, null, "then");
}

const withSteps = (recipe: Recipe, steps: Step[]): Recipe =>
  steps === recipe.steps ? recipe : { ...recipe, steps };

export function insertStep(recipe: Recipe, step: Step, place: Place): Recipe {
  return withSteps(
    recipe,
    mapLists(recipe.steps, place, (list) => {
      const at = place.before === null ? -1 : list.findIndex((one) => one.id === place.before);
      return at < 0 ? [...list, step] : [...list.slice(0, at), step, ...list.slice(at)];
    }),
  );
}

function strip(steps: readonly Step[], id: string): Step[] {
  return steps
    .filter((step) => step.id !== id)
    .map((step) =>
      step.do === "branch"
        ? { ...step, then: strip(step.then ?? [], id), else: strip(step.else ?? [], id) }
        : step,
    );
}

export const removeStep = (recipe: Recipe, id: string): Recipe =>
  stepOf(recipe.steps, id) ? { ...recipe, steps: strip(recipe.steps, id) } : recipe;

/** What is given as undefined is taken away. */
export function editStep(
  recipe: Recipe,
  id: string,
  change: { [K in keyof Step]?: Step[K] | undefined },
): Recipe {
  const walk = (steps: readonly Step[]): Step[] =>
    steps.map((step) => {
      if (step.id === id) return tidy({ ...step, ...change } as Step);
      if (step.do !== "branch") return step;
      return { ...step, then: walk(step.then ?? []), else: walk(step.else ?? []) };
    });
  return stepOf(recipe.steps, id) ? { ...recipe, steps: walk(recipe.steps) } : recipe;
}

/** Without what is undefined: the document says only what was chosen. */
export const tidy = <T extends object>(one: T): T =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T;

/** The same once more, below the first; each step of it is a new one. */
export function duplicateStep(recipe: Recipe, id: string, make: () => string = newId): Recipe {
  const step = stepOf(recipe.steps, id);
  const place = placeOf(recipe.steps, id);
  if (!step || !place) return recipe;
  const list = listAt(recipe.steps, place);
  const after = list[list.findIndex((one) => one.id === id) + 1]?.id ?? null;
  return insertStep(recipe, renewed(step, make), { ...place, before: after });
}

export function renewed(step: Step, make: () => string): Step {
  const id = make();
  if (step.do !== "branch") return { ...step, id };
  const all = (steps: readonly Step[] = []) => steps.map((one) => renewed(one, make));
  return { ...step, id, then: all(step.then), else: all(step.else) };
}

/** Every place where a step can stand, in the order in which the page shows them. */
export function placesOf(steps: readonly Step[], branch: string | null = null, arm: Arm = "then"): Place[] {
  return [
    ...steps.flatMap((step) => [
      { branch, arm, before: step.id },
      ...(step.do === "branch"
        ? [...placesOf(step.then ?? [], step.id, "then"), ...placesOf(step.else ?? [], step.id, "else")]
        : []),
    ]),
    { branch, arm, before: null },
  ];
}

export const placeOf = (steps: readonly Step[], id: string): Place | undefined =>
  placesOf(steps).find((place) => place.before === id);

/** Elsewhere; never into itself. */
export function moveStep(recipe: Recipe, id: string, place: Place): Recipe {
  const step = stepOf(recipe.steps, id);
  if (!step || place.before === id) return recipe;
  if (place.branch !== null && stepOf([step], place.branch)) return recipe;
  return insertStep(removeStep(recipe, id), step, place);
}

/** The next place up or down, through the arms of branches too; undefined at the end of the way. */
export function steppedPlace(recipe: Recipe, id: string, way: "up" | "down"): Place | undefined {
  const now = placeOf(recipe.steps, id);
  if (!now) return undefined;
  const list = listAt(recipe.steps, now);
  const before = list[list.findIndex((one) => one.id === id) + 1]?.id ?? null;
  const places = placesOf(strip(recipe.steps, id));
  const at = places.findIndex(
    (one) =>
      one.branch === now.branch && one.before === before && (one.branch === null || one.arm === now.arm),
  );
  return places[way === "up" ? at - 1 : at + 1];
}

/** Whose conditions: the automation's, or a branch's by its id. */
export type Holder = string | null;

export const conditionsOf = (recipe: Recipe, holder: Holder): readonly Condition[] =>
  holder === null ? recipe.conditions : (stepOf(recipe.steps, holder)?.if ?? []);

export function setConditions(recipe: Recipe, holder: Holder, list: Condition[]): Recipe {
  return holder === null ? { ...recipe, conditions: list } : editStep(recipe, holder, { if: list });
}

/** `path` leads through groups: [1, 0] is the first of the group that is second. */
export function editCondition(
  list: readonly Condition[],
  path: readonly number[],
  change: (one: Condition) => Condition | null,
): Condition[] {
  const [at, ...rest] = path;
  return list.flatMap((one, i) => {
    if (i !== at) return [one];
    if (rest.length > 0 && isGroup(one)) {
      const any = editCondition(one.any, rest, change);
      // A group of nothing would never hold.
      return any.length > 0 ? [{ any }] : [];
    }
    const next = change(one);
    return next === null ? [] : [next];
  });
}

export function addCondition(
  list: readonly Condition[],
  path: readonly number[],
  one: Condition,
): Condition[] {
  if (path.length === 0) return [...list, one];
  return editCondition(list, path, (group) => (isGroup(group) ? { any: [...group.any, one] } : group));
}

/** Of two recipes whether they say the same, whatever the order of their words. */
export const fingerprint = (recipe: Recipe): string =>
  JSON.stringify(recipe, (_, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
