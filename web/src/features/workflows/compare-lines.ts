import type { Line } from "./publishing-api";

export type Block = { kind: "lines"; lines: Line[] } | { kind: "folded"; lines: Line[] };

const AROUND = 3;

/** Lines in blocks: what is the same is folded, but for the few lines around a change. */
export function fold(lines: readonly Line[], around: number = AROUND): Block[] {
  const near = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.kind === "same") return;
    for (let i = Math.max(0, at - around); i <= Math.min(lines.length - 1, at + around); i++) near[i] = true;
  });
  const blocks: Block[] = [];
  lines.forEach((line, at) => {
    const kind = near[at] ? "lines" : "folded";
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  });
  // A fold of a line or two hides less than it says.
  return blocks.map((block) => (block.lines.length > 2 ? block : { ...block, kind: "lines" }));
}

/** How many lines came and went. */
export const sums = (lines: readonly Line[]): { added: number; removed: number } => ({
  added: lines.filter((line) => line.kind === "added").length,
  removed: lines.filter((line) => line.kind === "removed").length,
});

/** "3..5" or "5..draft" as the page keeps it in its address; a single number is one version. */
export type View = { kind: "one"; number: number } | { kind: "two"; from: number; to: number | "draft" };

export function viewOf(text: string | undefined): View | null {
  const one = /^\d+$/.exec(text ?? "");
  if (one) return { kind: "one", number: Number(one[0]) };
  const two = /^(\d+)\.\.(\d+|draft)$/.exec(text ?? "");
  if (!two) return null;
  return { kind: "two", from: Number(two[1]), to: two[2] === "draft" ? "draft" : Number(two[2]) };
}

export const written = (view: View): string =>
  view.kind === "one" ? String(view.number) : `${view.from}..${view.to}`;
