import { expect, it } from "vitest";
import type { Me } from "@/lib/types";
import { groupsFor } from "./nav";

const pagesOf = (me: object) =>
  Object.fromEntries(
    groupsFor({ capabilities: [], ...me } as unknown as Me).map(({ key, pages }) => [
      key,
      pages.map((page) => page.key),
    ]),
  );

it("puts automations under Workflow, for who writes them (A1)", () => {
  expect(pagesOf({ may: { configure: true } }).workflow).toEqual(["workflows", "automations"]);
});

it("shows everybody the workflows, and nobody a group without a page", () => {
  const shown = pagesOf({ may: { configure: false, manage_people: false } });

  expect(Object.keys(shown)).toEqual(["work", "workflow"]);
  expect(shown.workflow).toEqual(["workflows"]);
});
