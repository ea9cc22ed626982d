import type { FieldProblem } from "@/lib/types";

/** The largest file that the server reads. */
export const MOST_BYTES = 1_000_000;

/** What the file calls its workflow; empty where it does not say so on a line of its own. */
export const nameIn = (text: string): string => {
  const line = /^["']?workflow["']?:[ \t]*(.+?),?[ \t]*$/m.exec(text)?.[1] ?? "";
  const quoted = /^(["'])(.*)\1$/.exec(line);
  return (quoted?.[2] ?? line.replace(/\s+#.*$/, "")).trim();
};

export type Mistake = { place: string; line: number | null; written: string; message: string };

const LINE = / \(line (\d+)\)$/;

/** What was refused, by line, with what stands there. */
export function mistakes(fields: readonly FieldProblem[], text: string): Mistake[] {
  const lines = text.split(/\r?\n/);
  return fields
    .map(({ name, message }) => {
      const found = (LINE.exec(name) ?? /\bline (\d+)\b/.exec(message))?.[1];
      const line = found === undefined ? null : Number(found);
      return {
        place: name.replace(LINE, ""),
        line,
        written: line === null ? "" : (lines[line - 1] ?? "").trim(),
        message,
      };
    })
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
