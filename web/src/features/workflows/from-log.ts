import type { PictureGraph } from "@/opportunity/picture";
import type { Discovery, Succession } from "./logs-api";

/** The numbers at which something more drops out, from "seen once" up: where a slider can stand. */
export const stopsOf = (successions: readonly Succession[]): number[] =>
  [...new Set([1, ...successions.map((one) => one.count)])].sort((a, b) => a - b);

/** The stop that keeps the same as `min` does. */
export function stopAt(stops: readonly number[], min: number): number {
  const at = stops.findIndex((stop) => stop >= min);
  return at === -1 ? stops.length - 1 : at;
}

export const keptOf = (successions: readonly Succession[], min: number): Succession[] =>
  successions.filter((one) => one.count >= min);

/** What share of everything that was seen is kept. */
export function shareOf(successions: readonly Succession[], min: number): number {
  const all = sum(successions);
  return all === 0 ? 1 : sum(keptOf(successions, min)) / all;
}
const sum = (list: readonly Succession[]): number => list.reduce((total, one) => total + one.count, 0);

export type Names = { open: string; done: string };

/** The draft that the server would make, as a picture: ends that no case began with stand in a stage of their own. */
export function graphOf(discovery: Discovery, min: number, names: Names): PictureGraph {
  const kept = keptOf(discovery.successions, min);
  const leadsOn = new Set(kept.filter((one) => one.from !== one.to).map((one) => one.from));
  const isEnd = (one: Discovery["log"]["activities"][number]) => one.starts === 0 && !leadsOn.has(one.name);
  const steps = discovery.log.activities.map((one) => ({
    id: one.name,
    name: one.name,
    stage: isEnd(one) ? "done" : "open",
  }));
  const stages = [{ id: "open", name: names.open, status: "open" }];
  if (steps.some((step) => step.stage === "done"))
    stages.push({ id: "done", name: names.done, status: "won" });
  return {
    stages,
    steps,
    transitions: kept.map((one) => ({
      id: JSON.stringify([one.from, one.to]),
      name: String(one.count),
      from: one.from,
      to: one.to,
    })),
  };
}

/** A name for the workflow: that of the file, without its endings. */
export const nameOf = (file: string): string =>
  file
    .replace(/(\.(csv|xes|gz|txt|tsv|xml))+$/i, "")
    .replaceAll(/[_-]+/g, " ")
    .trim();
