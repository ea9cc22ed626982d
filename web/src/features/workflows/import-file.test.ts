import { expect, it } from "vitest";
import { mistakes, nameIn } from "./import-file";

it.each([
  ["workflow: Boats\nmode: free", "Boats"],
  ['mode: free\nworkflow: "Boats: new"  ', "Boats: new"],
  ["workflow: 'Boats'", "Boats"],
  ["workflow: Boats # the new one", "Boats"],
  ['{\n"workflow": "Boats",\n', "Boats"],
  ["steps:\n  - {name: workflow: x}", ""],
])("reads the name in %j", (text, name) => {
  expect(nameIn(text)).toBe(name);
});

it("places what was refused on its line, in the order of the file", () => {
  const fields = [
    { name: "steps[0].stage (line 3)", message: "There is no such stage." },
    { name: "file", message: "Something." },
    { name: "stages[0].status (line 2)", message: "Not known." },
  ];

  expect(mistakes(fields, "a\n  status: odd\nc")).toEqual([
    { place: "file", line: null, written: "", message: "Something." },
    { place: "stages[0].status", line: 2, written: "status: odd", message: "Not known." },
    { place: "steps[0].stage", line: 3, written: "c", message: "There is no such stage." },
  ]);
});
