import type { Recipe, Step, Trigger } from "./recipe";

/** A sentence with slots, "Share it with [to] for [duration]": words and slots in the order of the language. */
export type Part = { text: string } | { slot: string };

export const partsOf = (sentence: string): Part[] =>
  sentence
    .split(/(\[\w+\])/)
    .filter((part) => part !== "")
    .map((part) => (/^\[\w+\]$/.test(part) ? { slot: part.slice(1, -1) } : { text: part }));

/** The sentence in plain words. */
export const filled = (sentence: string, words: (slot: string) => string): string =>
  partsOf(sentence)
    .map((part) => ("slot" in part ? words(part.slot) : part.text))
    .join("");

/** Which sentence of the dictionary a trigger has: a schedule has one for each rhythm. */
export const triggerKey = ({ type, every }: Trigger): string =>
  type === "schedule" ? `schedule_${every ?? "day"}` : type;

export const stepKey = (step: Step): string => {
  if (step.do === "set_owner" && step.member === null) return "set_owner_none";
  return step.do;
};

/** Amount and unit as a person would say it: 120 minutes are 2 hours, 90 are 90 minutes. */
export type Unit = "minutes" | "hours" | "days" | "weeks";
export type Span = { count: number; unit: Unit };

export function spanOf({ minutes, days }: { minutes?: number; days?: number }): Span | null {
  if (days !== undefined) return { count: days, unit: "days" };
  if (minutes === undefined) return null;
  return minutes >= 60 && minutes % 60 === 0
    ? { count: minutes / 60, unit: "hours" }
    : { count: minutes, unit: "minutes" };
}

export function durationOf({ count, unit }: Span): { minutes: number } | { days: number } {
  switch (unit) {
    case "minutes":
      return { minutes: count };
    case "hours":
      return { minutes: count * 60 };
    case "days":
      return { days: count };
    case "weeks":
      return { days: count * 7 };
  }
}

/** What a slot lacks, so that the sentence would say nothing. */
export function isEmptySlot(step: Step, slot: string): boolean {
  const nobody = (value: object | null | undefined) => !value || Object.values(value).every((one) => !one);
  switch (slot) {
    case "to":
      return nobody(step.to);
    case "whose":
      return !step.whose || (typeof step.whose === "object" && nobody(step.whose));
    case "duration":
      return spanOf(step) === null;
    case "fields":
      return Object.keys(step.fields ?? {}).length === 0;
    case "attributes":
      return Object.keys(step.attributes ?? {}).length === 0;
    case "target":
      return !step.step && !step.stage && !step.transition;
    case "owner":
      return step.do === "set_owner" && !step.member && !step.person;
    case "title":
      return !step.title?.trim();
    case "type":
      return !step.type?.trim();
    case "text":
      return step.do !== "log_activity" && !step.text?.trim();
    case "url":
      return !step.url?.trim();
    default:
      return false;
  }
}

export const PLACEHOLDERS = ["title", "number", "step", "owner", "contact"] as const;

/** Whether a recipe is only a beginning: nothing chosen yet. */
export const isUntouched = ({ trigger, conditions, steps }: Recipe): boolean =>
  !trigger.type && conditions.length === 0 && steps.length === 0;
