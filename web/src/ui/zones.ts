import { toWall } from "./formats";

/** "Mexico City" for America/Mexico_City. */
export const cityOf = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Whether the clocks of two zones show the same at these instants. */
export const showSame = (a: string, b: string, instants: readonly string[]): boolean =>
  a === b || instants.every((iso) => toWall(iso, a) === toWall(iso, b));
