import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, isApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { draftKey, saveDraft } from "./api";
import { write } from "./document";
import type { Draft } from "./publishing-api";
import type { DraftStore } from "./store";

/** Why nothing was sent: the page sees itself what the server would refuse. */
export class NotReady extends Error {}

export type Saving = {
  busy: boolean;
  /** Rejects with the refusal; it stands on its element then, and a conflict is in `conflict`. */
  save: () => Promise<Draft>;
  /** The same for a button: what went wrong is said. */
  press: () => Promise<boolean>;
  conflict: Draft | null;
  settleConflict: () => void;
};

export function useSaving(store: DraftStore, workflow: Ref, onNotReady: () => void): Saving {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [conflict, setConflict] = useState<Draft | null>(null);
  const running = useRef<Promise<Draft> | null>(null);

  const send = useCallback(async (): Promise<Draft> => {
    const { doc, draft, dirty, problems } = store.get();
    if (problems.length > 0) throw new NotReady();
    if (!dirty) return draft;
    setBusy(true);
    try {
      const saved = await saveDraft(workflow.id, write(doc), draft.revision);
      store.saved(saved, doc);
      queries.setQueryData(draftKey(workflow.id), saved);
      void queries.invalidateQueries({ queryKey: keys.workflows, exact: true });
      announce(t("workflow.saved_all"));
      return saved;
    } catch (error) {
      if (isApiError(error, "draft_conflict")) {
        const theirs = error.problem.current as unknown as Draft;
        // Only the revision is newer: nobody's words are touched by sending it anew.
        if (store.heard(theirs) === "same" && store.get().draft.revision > draft.revision)
          return await send();
        setConflict(theirs);
      }
      if (isApiError(error) && error.status === 422) store.refused(error.fields, doc);
      throw error;
    } finally {
      setBusy(false);
    }
  }, [store, workflow.id, queries, t]);

  const save = useCallback(() => {
    // Pressed twice, it is sent once.
    running.current ??= send().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [send]);

  const press = useCallback(async (): Promise<boolean> => {
    try {
      await save();
      return true;
    } catch (error) {
      if (error instanceof NotReady) onNotReady();
      else if (!isApiError(error, "draft_conflict")) {
        const message = problem(error as ApiError);
        notifications.show({
          color: "red",
          title: t("common.not_saved"),
          message,
          closeButtonProps: { "aria-label": t("common.close") },
        });
        if (isApiError(error) && error.fields.length > 0) onNotReady();
      }
      return false;
    }
  }, [save, onNotReady, problem, t]);

  return { busy, save, press, conflict, settleConflict: () => setConflict(null) };
}
