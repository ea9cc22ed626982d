import { useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { isApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { automationKey, checkDraft, saveDraft } from "./api";
import { useStore } from "./editing";
import type { Detail, Draft } from "./shapes";
import type { DraftStore } from "./store";

const QUIET = 700;
const SETTLED = 350;

export type Saving = {
  /** Sends what is not saved yet, if anything is; false where that failed. */
  save: () => Promise<boolean>;
};

/** Every change is saved a moment after the last one, in the order in which they were made. */
export function useSaving(store: DraftStore, id: string): Saving {
  const queries = useQueryClient();
  const { doc, dirty, saving, theirs } = useStore(store);
  const running = useRef<Promise<boolean> | null>(null);

  const send = useCallback(async (): Promise<boolean> => {
    while (store.get().dirty) {
      const { doc: sent, revision } = store.get();
      store.sending();
      try {
        const saved = await saveDraft(id, sent, revision);
        store.saved(saved, sent);
        queries.setQueryData<Detail>(automationKey(id), saved);
        void queries.invalidateQueries({ queryKey: keys.automationList });
      } catch (error) {
        if (isApiError(error, "draft_conflict")) {
          const current = error.problem.current as unknown as Omit<Draft, "findings">;
          store.refused({ ...current, findings: [] });
        } else store.failed();
        return false;
      }
    }
    return true;
  }, [store, id, queries]);

  const save = useCallback((): Promise<boolean> => {
    running.current ??= send().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [send]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once more after each change
  useEffect(() => {
    if (!dirty || theirs || saving === "busy") return;
    const timer = window.setTimeout(() => void save(), saving === "failed" ? 8 * QUIET : QUIET);
    return () => window.clearTimeout(timer);
  }, [doc, dirty, saving, theirs, save]);

  return { save };
}

/** Has the server check what stands there, saved or not, a moment after the last change. */
export function useCheck(store: DraftStore, id: string): void {
  const { doc: recipe } = useStore(store);
  const first = useRef(recipe);
  useEffect(() => {
    // What was just loaded came with its findings.
    if (recipe === first.current) return;
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      checkDraft(id, recipe, stop.signal)
        .then((findings) => store.found(findings, recipe))
        .catch(() => undefined);
    }, SETTLED);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [recipe, store, id]);
}

/** What is not saved yet is saved before one leaves; where that fails one is asked. */
export function useLeaveGuard(store: DraftStore, id: string, save: () => Promise<boolean>) {
  const dirty = () => store.get().dirty;
  return useBlocker({
    shouldBlockFn: async ({ next }) => dirty() && next.pathname !== `/automations/${id}` && !(await save()),
    enableBeforeUnload: dirty,
    withResolver: true,
  });
}
