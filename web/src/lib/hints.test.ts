import { expect, it } from "vitest";
import { type Hint, staleKeys } from "./hints";

const hint = (more: Partial<Hint>): Hint => ({
  type: "opportunity.moved",
  opportunity: "o1",
  revision: 4,
  team: "t1",
  actor: null,
  client: null,
  subject: null,
  ...more,
});

it("names each stale key once", () => {
  expect(staleKeys([hint({}), hint({ type: "opportunity.edited" })])).toEqual([
    ["board"],
    ["opportunities"],
    ["family"],
    ["opportunity", "o1"],
  ]);
});

it("leaves the board alone when only something was said", () => {
  expect(staleKeys([hint({ type: "note.added" })])).toEqual([["opportunity", "o1", "timeline"]]);
});

it("reads runs again, and not the recipe that somebody writes, when automations ran", () => {
  expect(staleKeys([hint({ type: "automation.ran" })])).toEqual([["automations", "list"], ["runs"]]);
});

it("is silent about a type that it does not know yet", () => {
  expect(staleKeys([hint({ type: "pool.claimed" as Hint["type"] })])).toEqual([]);
});
