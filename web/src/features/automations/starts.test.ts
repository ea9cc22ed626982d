import { expect, it } from "vitest";
import { allSteps, STEPS, TRIGGERS, write } from "./recipe";
import { STARTS, startOf } from "./starts";

let made = 0;
const start = (one: (typeof STARTS)[number]) =>
  startOf(
    one,
    (key) => key,
    () => `id${made++}`,
  );

it.each(STARTS)("%s begins with what is known, each step with an id of its own", (one) => {
  const recipe = start(one);
  const steps = allSteps(recipe.steps);

  expect(["", ...TRIGGERS]).toContain(recipe.trigger.type);
  expect(steps.every((step) => STEPS.some((known) => known === step.do))).toBe(true);
  expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
});

it("writes no trigger where none is chosen", () => {
  expect(write(start("blank"))).toEqual({ trigger: null, conditions: [], steps: [] });
  expect(write(start("stop"))).toMatchObject({
    trigger: { type: "activity_added", activity_type: "documents" },
    steps: [{ do: "stop_sharing", whose: "all" }],
  });
});
