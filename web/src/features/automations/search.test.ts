import { expect, it } from "vitest";
import { automationSearch } from "./search";

it.each([
  [
    { tab: "runs", state: "failed" },
    { tab: "runs", state: ["failed"] },
  ],
  [
    { tab: "runs", state: ["failed", "cut", "odd"] },
    { tab: "runs", state: ["failed", "cut"] },
  ],
  [
    { tab: "nothing", run: "r", view: 3 },
    { run: "r", view: "3" },
  ],
  [{ state: "odd" }, {}],
])("reads %j from the address", (raw, expected) => {
  expect(automationSearch(raw)).toEqual(expected);
});
