import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { checkDraft, draftQuery } from "./api";
import { write } from "./document";
import { useStore } from "./editing";
import type { Draft } from "./publishing-api";
import type { DraftStore } from "./store";

const SETTLED = 500;

/** Has the server check what is typed, saved or not, a moment after the last change. */
export function useCheck(store: DraftStore, workflow: string): void {
  const { doc, base, problems } = useStore(store);
  const [settled] = useDebouncedValue(doc, SETTLED);
  const ready = settled === doc && problems.length === 0;
  const first = useRef(base);
  useEffect(() => {
    // What was just loaded came with its findings.
    if (!ready || settled === first.current) return;
    first.current = null as never;
    const stop = new AbortController();
    checkDraft(workflow, write(settled), stop.signal)
      .then((findings) => store.found(findings, settled))
      .catch(() => undefined);
    return () => stop.abort();
  }, [ready, settled, store, workflow]);
}

/** Hears of what others saved: taken over at once where nothing of one's own would be lost. */
export function useNews(store: DraftStore, workflow: string, onLoaded: (draft: Draft) => void): void {
  const { t } = useTranslation();
  const { data } = useQuery(draftQuery(workflow));
  const latest = useRef(onLoaded);
  latest.current = onLoaded;
  useEffect(() => {
    if (!data) return;
    const heard = store.heard(data);
    const by = data.edited_by?.name ?? "";
    if (heard === "loaded") {
      latest.current(data);
      announce(t("workflow.reloaded", { name: by }));
    } else if (heard === "ahead") announce(t("workflow.ahead", { name: by }));
  }, [data, store, t]);
}

/** Asks before unsaved changes are left behind, within the page and at its end. */
export function useLeaveGuard(store: DraftStore, workflow: string) {
  const dirty = () => store.get().dirty;
  return useBlocker({
    // Another tab, a filter, the open opportunity: all of that stays on this page.
    shouldBlockFn: ({ next }) => dirty() && next.pathname !== `/setup/workflows/${workflow}`,
    enableBeforeUnload: dirty,
    withResolver: true,
  });
}
