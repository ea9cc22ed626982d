import type { Line } from "./publishing-api";

/** Two texts line by line, by their longest common part. For files of some thousand lines, as workflows are. */
export function diff(before: string, after: string): Line[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++;
  const common = longest(a.slice(start, a.length - end), b.slice(start, b.length - end));

  const lines: Line[] = [];
  let from = 0;
  let to = 0;
  const same = () => lines.push({ kind: "same", text: b[to] ?? "", from_line: ++from, to_line: ++to });
  const until = (nextFrom: number, nextTo: number) => {
    while (from < nextFrom)
      lines.push({ kind: "removed", text: a[from] ?? "", from_line: ++from, to_line: null });
    while (to < nextTo) lines.push({ kind: "added", text: b[to] ?? "", from_line: null, to_line: ++to });
  };
  while (from < start) same();
  for (const [i, j] of common) {
    until(start + i, start + j);
    same();
  }
  until(a.length - end, b.length - end);
  while (from < a.length) same();
  return lines;
}

const linesOf = (text: string): string[] => {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
};

/** The pairs of places (in a, in b) of the longest common subsequence. */
function longest(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
