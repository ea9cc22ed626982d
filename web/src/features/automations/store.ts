import { begun, type Edited, editingStore } from "@/ui/editing/store";
import { fingerprint, type Recipe, read } from "./recipe";
import type { Draft, Finding } from "./shapes";

export type DraftState = Edited<Recipe> & {
  revision: number;
  findings: readonly Finding[];
  saving: "idle" | "busy" | "failed";
  /** Someone else saved first: what they saved. */
  theirs: Draft | null;
};
export type DraftStore = ReturnType<typeof draftStore>;

/** The draft being edited, with its history. */
export function draftStore(draft: Draft) {
  const store = editingStore<Recipe, DraftState>(start(draft), {
    print: fingerprint,
    settled: (next, now) => (fingerprint(next) === fingerprint(now) ? now : next),
  });
  const { get, set, show } = store;

  return {
    ...store,
    /** Starts anew from what the server has: nothing of one's own remains. */
    load: (next: Draft) => store.begin(start(next)),
    sending: () => set({ saving: "busy" }),
    failed: () => set({ saving: "failed" }),
    /** The server took `sent`; what was changed meanwhile is still to be saved. */
    saved(next: Draft, sent: Recipe): void {
      const findings = get().doc === sent ? { findings: next.findings } : {};
      show(get().doc, {
        ...findings,
        base: sent,
        revision: next.draft_revision,
        saving: "idle",
        theirs: null,
      });
    },
    /** Someone else saved first. */
    refused: (theirs: Draft) => set({ saving: "failed", theirs }),
    /** Mine shall stand: it is saved over theirs, which was seen. */
    keep(): void {
      const { doc, theirs } = get();
      if (!theirs) return;
      const base = read(theirs.draft);
      show(doc, { base, revision: theirs.draft_revision, saving: "idle", theirs: null });
    },
    /** News of the draft: taken over where nothing of one's own would be lost. */
    heard(next: Draft): "loaded" | "ahead" | "same" {
      const { revision, base, dirty, saving } = get();
      if (next.draft_revision <= revision) return "same";
      if (fingerprint(read(next.draft)) === fingerprint(base)) {
        set({ revision: next.draft_revision });
        return "same";
      }
      if (!dirty && saving !== "busy") {
        store.begin(start(next));
        return "loaded";
      }
      // The save that is on its way, or the next one, is told.
      return "ahead";
    },
    found(findings: readonly Finding[], about: Recipe): void {
      if (about === get().doc) set({ findings });
    },
  };
}

const start = (draft: Draft): DraftState => ({
  ...begun(read(draft.draft)),
  revision: draft.draft_revision,
  findings: draft.findings,
  saving: "idle",
  theirs: null,
});
