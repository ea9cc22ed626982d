import { expect, it } from "vitest";
import type { Card } from "@/lib/types";
import { type Progress, withPiece } from "./sharingAll";

const card = (id: string) => ({ id, contact: id }) as Card;
const none: Progress = { done: 0, total: 3, completed: 0, processing: 0, failed: [] };

it("adds up what each piece came to, and names who failed and why (S10)", () => {
  const result = {
    id: "batch",
    completed: 1,
    failed: 2,
    processing: 0,
    items: [
      { index: 0, status: "completed" as const, share: "s", error: null },
      {
        index: 1,
        status: "failed" as const,
        share: "s",
        error: { code: "x", detail: "It is theirs.", fields: [] },
      },
      {
        index: 2,
        status: "failed" as const,
        share: null,
        error: { code: "invalid", detail: "…", fields: [{ name: "days", message: "Too long." }] },
      },
    ],
  };

  const after = withPiece(none, [card("a"), card("b"), card("c")], result);

  expect(after).toEqual({
    done: 3,
    total: 3,
    completed: 1,
    processing: 0,
    failed: [
      { card: card("b"), code: "x", text: "It is theirs." },
      { card: card("c"), code: "invalid", text: "Too long." },
    ],
  });
});
