import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { useNow } from "@/lib/clock";
import { keys } from "@/lib/keys";
import type { Opportunity } from "@/lib/types";
import { useFormats } from "@/ui/useFormats";
import { forgetWhatHangsOn, lookAgain } from "../gone";
import type { OpportunityShares } from "./shapes";
import { linesOf, type TypedLine } from "./typed";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const LABELS: Record<string, string> = {
  description: "opportunity.description",
  follow_up_at: "opportunity.follow_up",
  amount: "opportunity.amount",
  reason: "move.reason",
  text: "timeline.note",
  type: "timeline.activity_type",
  title: "new.title",
  due_at: "tasks.due",
};

/**
 * What becomes of an open opportunity when access to it ends: by the clock, at the very instant; by an answer that it is
 * gone; by the refusal of a change that came too late, which gives back what was typed.
 */
export function useEnd(id: string, o: Opportunity | undefined, gone: boolean) {
  const { t } = useTranslation();
  const { shortDateTime } = useFormats();
  const queries = useQueryClient();
  const [kept] = useState(() => new Map<string, readonly TypedLine[]>());
  const [refused, setRefused] = useState<{ at: string | null; typed: unknown } | null>(null);
  const now = useNow([o?.access_ends_at]);
  const end = o?.access_ends_at ?? null;
  const over = end !== null && Date.parse(end) <= now;
  const ended = o !== undefined && (over || (gone && (end !== null || refused !== null)));

  useEffect(
    () =>
      queries.getMutationCache().subscribe((event) => {
        if (event.type !== "updated" || event.action.type !== "error") return;
        const error: unknown = event.action.error;
        if (!isApiError(error, "share_ended")) return;
        const at = error.problem.ended_at;
        setRefused({ at: typeof at === "string" ? at : null, typed: error.problem.typed });
        void lookAgain(queries, id);
        void queries.invalidateQueries({ queryKey: keys.boards });
      }),
    [queries, id],
  );
  useEffect(() => {
    if (ended) forgetWhatHangsOn(queries, id);
  }, [ended, queries, id]);

  // Taken while what was typed is still on the page: the drawer shows something else from now on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, at the end or at the refusal
  const { lines, giver } = useMemo(() => {
    const typed = [...kept.values()].flat();
    const labelOf = (name: string): string | undefined =>
      o?.fields.find((f) => f.key === name)?.label ?? (LABELS[name] && t(LABELS[name]));
    const show = (text: string): string => (INSTANT.test(text) ? shortDateTime(text) : text);
    const pages = queries.getQueryData<{ pages: OpportunityShares[] }>([...keys.shares, "of", id])?.pages;
    const shares = pages?.flatMap((page) => page.items) ?? [];
    const mine = shares.find((share) => share.ends_at === end) ?? shares[0];
    return {
      lines: typed.length > 0 ? typed : linesOf(refused?.typed, labelOf, show),
      giver: mine?.given_by?.name ?? o?.owner?.name,
    };
  }, [ended, refused]);

  return {
    ended,
    at: refused?.at ?? (over ? end : null),
    lines,
    giver,
    kept,
    /** A change was refused, and one may still look. */
    refused: refused !== null,
    dismiss: () => setRefused(null),
  };
}
