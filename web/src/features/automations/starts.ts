import { blank, newId, type Recipe, type Step } from "./recipe";

/** Recipes to begin with; what only the organization knows is left open, and the check asks for it. */
export const STARTS = ["blank", "lend", "stop", "remind", "big"] as const;
export type Start = (typeof STARTS)[number];

type Words = (key: string) => string;

export function startOf(start: Start, word: Words, make: () => string = newId): Recipe {
  const step = (what: Parameters<typeof blank>[0], more: Partial<Step> = {}): Step => ({
    ...blank(what, make()),
    ...more,
  });
  switch (start) {
    case "blank":
      return { trigger: { type: "" }, conditions: [], steps: [] };
    case "lend":
      return {
        trigger: { type: "activity_added", activity_type: word("documents") },
        conditions: [],
        steps: [step("share")],
      };
    case "stop":
      return {
        trigger: { type: "activity_added", activity_type: word("documents") },
        conditions: [],
        steps: [step("stop_sharing", { whose: "all" })],
      };
    case "remind":
      return {
        trigger: { type: "step_changed" },
        conditions: [{ field: "status", op: "is", value: "open" }],
        steps: [
          step("wait", { days: 3 }),
          step("branch", {
            if: [{ field: "step", op: "is", value: "" }],
            then: [step("notify", { to: { person: "owner" }, text: word("remind_text") })],
          }),
        ],
      };
    case "big":
      return {
        trigger: { type: "opportunity_updated", fields: ["amount"] },
        conditions: [{ field: "amount", op: "ge", value: "10000" }],
        steps: [step("notify", { to: { role: "manager" }, text: word("big_text") })],
      };
  }
}
