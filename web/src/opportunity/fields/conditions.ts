import type { Attribute } from "@/lib/types";
import { BUILT_IN } from "./built-in";

/** One condition on a field: as text, typed as the attribute is, several values with commas between them (W16). */
export type Condition = { field: string; op: Operator; value: string };
export type Field = Attribute & {
  builtIn?: boolean;
  /** How the options are shown, where they are ids. */
  names?: Readonly<Record<string, string>>;
  /** Only these of its type's, where it takes fewer. */
  operators?: readonly string[];
};

const OPERATORS = ["is", "not", "gt", "ge", "lt", "le", "contains", "any", "empty", "filled"] as const;
export type Operator = (typeof OPERATORS)[number];

const NO_VALUE: readonly Operator[] = ["empty", "filled"];
export const takesValue = (operator: Operator): boolean => !NO_VALUE.includes(operator);

/** From `KEY:OP:VALUE`, as addresses and the server have it. Null for what nobody can mean; the server says what is wrong. */
export function readFilter(text: string): Condition | null {
  const [field = "", word = "", ...rest] = text.split(":");
  const op = OPERATORS.find((o) => o === word);
  if (!field || !op || (takesValue(op) && rest.length === 0)) return null;
  return { field, op, value: takesValue(op) ? rest.join(":") : "" };
}

export const writeFilter = ({ field, op, value }: Condition): string =>
  takesValue(op) ? `${field}:${op}:${value.trim()}` : `${field}:${op}`;

export const isComplete = ({ op, value }: Condition): boolean => !takesValue(op) || value.trim() !== "";

/** Another operator keeps the value as far as it can: of several the first, and one with a comma is not several. */
export function withOperator(condition: Condition, op: Operator): Condition {
  const { op: before, value } = condition;
  if (!takesValue(op) || (op === "any" && before !== "any" && value.includes(",")))
    return { ...condition, op, value: "" };
  return {
    ...condition,
    op,
    value: before === "any" && op !== "any" ? (value.split(",")[0] ?? "").trim() : value,
  };
}

const WORDS: readonly Operator[] = ["contains", "is", "not", ...NO_VALUE];
const ORDERED: readonly Operator[] = ["ge", "le", "gt", "lt", "is", "not", ...NO_VALUE];
const ONE: readonly Operator[] = ["is", "not", "any", ...NO_VALUE];
const BY_TYPE: Record<string, readonly Operator[]> = {
  number: ORDERED,
  money: ORDERED,
  date: ORDERED,
  datetime: ORDERED,
  boolean: ["is", "not", ...NO_VALUE],
  choice: ONE,
  user: ONE,
  choices: ["contains", "not", "any", ...NO_VALUE],
};

/** The first is the one most often meant. */
export const operatorsOf = (type: string): readonly Operator[] => BY_TYPE[type] ?? WORDS;
export const operatorsFor = ({ type, operators }: Field): readonly Operator[] =>
  operatorsOf(type).filter((op) => !operators || operators.includes(op));

const IN_TIME: Partial<Record<Operator, string>> = { gt: "after", ge: "from", lt: "before", le: "until" };
const OF_LISTS: Partial<Record<Operator, string>> = {
  is: "includes",
  contains: "includes",
  not: "lacks",
  any: "includes_any",
};

/** Which words an operator has: later is "after" for a day, and "more than" for a number. */
export function wordOf(type: string, operator: Operator): string {
  const own = type === "date" || type === "datetime" ? IN_TIME : type === "choices" ? OF_LISTS : {};
  return own[operator] ?? operator;
}

/** The type whose input asks for the value; an instant is asked for by its day. Null where nothing is asked. */
export function inputTypeOf(type: string, op: Operator, value = ""): string | null {
  if (!takesValue(op)) return null;
  if (op === "any") return OF_OPTIONS.has(type) ? "choices" : "text";
  if (type === "choices") return "choice";
  if (type === "datetime") return value === "" || DAY.test(value) ? "date" : "datetime";
  return op === "contains" || type === "long_text" ? "text" : type;
}
const OF_OPTIONS = new Set(["choice", "choices", "user"]);
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Commas part the values of "is one of", so an option with one in it can't be among them. */
export const optionsFor = (field: Field, operator: Operator): string[] =>
  operator === "any" ? field.options.filter((option) => !option.includes(",")) : field.options;

/** What an input gives, as a condition holds it: numbers without an exponent, lists with commas; "" for nothing. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(",");
  const text = String(value);
  return typeof value === "number" && text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}

/** The reverse: what an input of the type is given. */
export function inputOf(input: string, value: string): unknown {
  if (value === "") return null;
  if (input === "boolean") return value === "true";
  return input === "choices" ? value.split(",").map((each) => each.trim()) : value;
}

/** The built-in fields, then those of the layout as it orders them. */
export function fieldsOf(layout: readonly Attribute[], { amounts }: { amounts: boolean }): Field[] {
  const own = BUILT_IN.filter((field) => amounts || field.key !== "amount");
  const known = new Set(BUILT_IN.map((field) => field.key));
  return [...own, ...layout.filter((field) => !known.has(field.key))];
}
