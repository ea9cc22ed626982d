import type { TFunction } from "i18next";
import { expect, it } from "vitest";
import { causeOf } from "./cause";

const t = ((key: string, values?: { name?: string }) =>
  [key, values?.name].filter(Boolean).join(" ")) as unknown as TFunction;
const ada = { id: "1", name: "Ada" };
const robot = { id: "2", name: "End of loan" };

it.each([
  [null, null, null, ""],
  ["time", null, null, "share.cause_time"],
  ["never_started", ada, robot, "share.never_started"],
  ["stopped", null, null, "share.cause_stopped"],
  ["stopped", ada, null, "share.cause_stopped_by Ada"],
  ["stopped", ada, robot, "share.cause_stopped_by_automation End of loan"],
  ["stopped", ada, { id: "2", name: "" }, "share.cause_stopped_by share.an_automation"],
])("says of %s by %o and %o: %s (S8)", (cause, stopped_by, stopped_by_automation, words) => {
  expect(causeOf({ cause, stopped_by, stopped_by_automation }, t)).toBe(words);
});
