import { describe, expect, it } from "vitest";
import type { Attribute } from "@/lib/types";
import { BUILT_IN, portable } from "./built-in";
import {
  fieldsOf,
  inputOf,
  inputTypeOf,
  isComplete,
  operatorsFor,
  operatorsOf,
  optionsFor,
  readFilter,
  textOf,
  withOperator,
  wordOf,
  writeFilter,
} from "./conditions";

const field = (key: string, type: string, options: string[] = []): Attribute => ({
  key,
  label: key,
  type,
  options,
  section: "Need",
});

describe("a filter in the address", () => {
  it.each([
    ["budget:ge:100", { field: "budget", op: "ge", value: "100" }],
    ["contact.email:contains:@a", { field: "contact.email", op: "contains", value: "@a" }],
    ["link:is:https://a.example:8080/x", { field: "link", op: "is", value: "https://a.example:8080/x" }],
    ["budget:empty", { field: "budget", op: "empty", value: "" }],
    ["color:any:red,blue", { field: "color", op: "any", value: "red,blue" }],
    ["name:is:", { field: "name", op: "is", value: "" }],
  ] as const)("%s is read and written alike", (text, filter) => {
    expect(readFilter(text)).toEqual(filter);
    expect(writeFilter(filter)).toBe(text);
  });

  it("drops a value where none is asked", () => {
    expect(readFilter("budget:filled:x")).toEqual({ field: "budget", op: "filled", value: "" });
  });

  it.each(["", "budget", "budget:is", ":is:5", "budget:like:5"])("%j is nothing that it knows", (text) => {
    expect(readFilter(text)).toBeNull();
  });

  it.each([
    [100, "100"],
    [0.0000001, "0.0000001"],
    ["12345678901234567890", "12345678901234567890"],
    [false, "false"],
    [["red", "blue"], "red,blue"],
    [null, ""],
  ])("an input's %j becomes %j", (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});

describe("an operator", () => {
  it.each([
    ["number", "ge le gt lt is not empty filled"],
    ["money", "ge le gt lt is not empty filled"],
    ["datetime", "ge le gt lt is not empty filled"],
    ["text", "contains is not empty filled"],
    ["phone", "contains is not empty filled"],
    ["boolean", "is not empty filled"],
    ["choice", "is not any empty filled"],
    ["choices", "contains not any empty filled"],
    ["user", "is not any empty filled"],
  ])("of %s is one of %s", (type, operators) => {
    expect(operatorsOf(type).join(" ")).toBe(operators);
  });

  it.each([
    ["number", "gt", "gt", "number"],
    ["date", "gt", "after", "date"],
    ["datetime", "le", "until", "date"],
    ["choices", "contains", "includes", "choice"],
    ["choices", "any", "includes_any", "choices"],
    ["choice", "any", "any", "choices"],
    ["email", "contains", "contains", "text"],
    ["email", "is", "is", "email"],
    ["long_text", "is", "is", "text"],
    ["boolean", "empty", "empty", null],
    ["user", "any", "any", "choices"],
    ["text", "any", "any", "text"],
  ] as const)("of %s, %s, has the word %s and asks for %s", (type, operator, word, input) => {
    expect(wordOf(type, operator)).toBe(word);
    expect(inputTypeOf(type, operator)).toBe(input);
  });

  it.each([
    ["is", "Red", "any", "Red"],
    ["is", "Red, dark", "any", ""],
    ["any", "Red,Blue", "is", "Red"],
    ["any", "Red,Blue", "any", "Red,Blue"],
    ["ge", "7", "lt", "7"],
    ["ge", "7", "empty", ""],
    ["empty", "", "ge", ""],
  ] as const)("%s %j turned into %s keeps %j", (before, value, op, kept) => {
    expect(withOperator({ field: "x", op: before, value }, op)).toEqual({ field: "x", op, value: kept });
  });

  it.each([
    ["boolean", "false", false],
    ["choices", "Red, Blue", ["Red", "Blue"]],
    ["number", "0.0000001", "0.0000001"],
    ["text", "", null],
  ])("fills an input for %s from %j with %j", (input, text, value) => {
    expect(inputOf(input, text)).toEqual(value);
  });

  it.each([
    [{ field: "x", op: "is", value: "  " }, false],
    [{ field: "x", op: "is", value: "0" }, true],
    [{ field: "x", op: "filled", value: "" }, true],
  ] as const)("%j is complete: %s", (condition, complete) => {
    expect(isComplete(condition)).toBe(complete);
  });

  it("is written without the white space around its value", () => {
    expect(writeFilter({ field: "x", op: "is", value: " Ann " })).toBe("x:is:Ann");
  });

  it("is one of those that a field takes", () => {
    const status = { ...field("status", "choice", ["open"]), operators: ["is", "not", "any"] };

    expect(operatorsFor(status)).toEqual(["is", "not", "any"]);
    expect(operatorsFor(field("color", "choice"))).toEqual(operatorsOf("choice"));
  });

  it("offers no option with a comma among several", () => {
    const color = field("color", "choice", ["red", "red, dark"]);

    expect(optionsFor(color, "any")).toEqual(["red"]);
    expect(optionsFor(color, "is")).toEqual(["red", "red, dark"]);
  });
});

describe("the fields offered", () => {
  it("are the built-in ones once, then the layout's", () => {
    const fields = fieldsOf([field("title", "text"), field("budget", "number")], { amounts: true });

    expect(fields.map((f) => f.key)).toEqual([...BUILT_IN.map((f) => f.key), "budget"]);
  });

  it("leave the amount out where a team has none", () => {
    expect(fieldsOf([], { amounts: false }).some((f) => f.key === "amount")).toBe(false);
  });

  it("go along to another team where they are built-in", () => {
    expect(portable(["budget:ge:1", "amount:ge:1"])).toEqual(["amount:ge:1"]);
    expect(portable(["budget:ge:1"])).toBeUndefined();
  });
});
