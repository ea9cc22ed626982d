import { expect, it } from "vitest";
import { asText, linesOf } from "./typed";

const labels: Record<string, string> = { description: "Description", hull: "Hull", text: "Note" };

it("gives back what was typed, by the names of the fields, and none of what was not (S3)", () => {
  const body = {
    revision: 7,
    owner: "0190-a",
    description: "Blue, with a mast",
    follow_up_at: null,
    attributes: { hull: ["steel", "oak"], length: 12.5 },
  };

  const lines = linesOf(body, (name) => labels[name]);

  expect(lines).toEqual([
    { label: "Description", text: "Blue, with a mast" },
    { label: "Hull", text: "steel, oak" },
    { label: "length", text: "12.5" },
  ]);
  expect(asText(lines)).toBe("Description: Blue, with a mast\nHull: steel, oak\nlength: 12.5");
});

it.each([null, undefined, "text", 3])("gives nothing back of %s", (body) => {
  expect(linesOf(body, () => undefined)).toEqual([]);
});
