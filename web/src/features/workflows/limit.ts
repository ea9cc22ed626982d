/** "2 days" as a number and a unit. What is no whole number stays as it was typed: `problems.ts` says so, and nothing is lost. */
export const limitParts = (limit: string | null): { number: string; unit: string } => {
  const [number = "", unit = "day"] = (limit ?? "").split(" ");
  return { number, unit: unit.replace(/s$/, "") };
};

export const limitOf = (typed: string | null, unit: string): string | null => {
  if (!typed) return null;
  const number = /^\d+$/.test(typed) ? String(Number(typed)) : typed;
  return `${number} ${unit}${number === "1" ? "" : "s"}`;
};
