import { fingerprint, type Recipe, read } from "./recipe";
import type { Draft, Finding } from "./shapes";

/** What a change did, for undo and the screen reader: `automation.did.KEY` and what fills it. */
export type Did = { key: string; values?: Record<string, string | number> };
type Past = { recipe: Recipe; did: Did };

export type DraftState = {
  recipe: Recipe;
  /** As the server has it. */
  base: Recipe;
  revision: number;
  dirty: boolean;
  past: readonly Past[];
  future: readonly Past[];
  findings: readonly Finding[];
  saving: "idle" | "busy" | "failed";
  /** Someone else saved first: what they saved. */
  theirs: Draft | null;
};
export type DraftStore = ReturnType<typeof draftStore>;

const MOST_STEPS_BACK = 200;

/** The draft being edited, with its history. Plain: the page subscribes, tests call it. */
export function draftStore(draft: Draft) {
  let state = start(draft);
  const watchers = new Set<() => void>();
  // Changes of one kind at one place, one after the other (typing a text), are one step back.
  let gathering = "";

  const set = (next: Partial<DraftState>): void => {
    state = { ...state, ...next };
    for (const watcher of watchers) watcher();
  };
  const show = (recipe: Recipe, rest: Partial<DraftState>): void =>
    set({ ...rest, recipe, dirty: fingerprint(recipe) !== fingerprint(rest.base ?? state.base) });

  return {
    get: () => state,
    subscribe: (watcher: () => void) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },

    edit(did: Did, change: (recipe: Recipe) => Recipe, gather = ""): void {
      const recipe = change(state.recipe);
      if (recipe === state.recipe || fingerprint(recipe) === fingerprint(state.recipe)) return;
      const together = gather !== "" && gather === gathering && state.past.length > 0;
      gathering = gather;
      const past = together
        ? state.past
        : [...state.past, { recipe: state.recipe, did }].slice(-MOST_STEPS_BACK);
      show(recipe, { past, future: [] });
    },
    /** What comes next is another step back, even if it is of the same kind. */
    seal(): void {
      gathering = "";
    },
    undo(): Did | null {
      const last = state.past.at(-1);
      if (!last) return null;
      gathering = "";
      show(last.recipe, {
        past: state.past.slice(0, -1),
        future: [...state.future, { recipe: state.recipe, did: last.did }],
      });
      return last.did;
    },
    redo(): Did | null {
      const next = state.future.at(-1);
      if (!next) return null;
      gathering = "";
      show(next.recipe, {
        past: [...state.past, { recipe: state.recipe, did: next.did }],
        future: state.future.slice(0, -1),
      });
      return next.did;
    },

    /** Starts anew from what the server has: nothing of one's own remains. */
    load(next: Draft): void {
      gathering = "";
      state = start(next);
      set({});
    },
    sending: () => set({ saving: "busy" }),
    failed: () => set({ saving: "failed" }),
    /** The server took `sent`; what was changed meanwhile is still to be saved. */
    saved(next: Draft, sent: Recipe): void {
      const findings = state.recipe === sent ? { findings: next.findings } : {};
      show(state.recipe, {
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
      if (!state.theirs) return;
      const base = read(state.theirs.draft);
      show(state.recipe, { base, revision: state.theirs.draft_revision, saving: "idle", theirs: null });
    },
    /** News of the draft: taken over where nothing of one's own would be lost. */
    heard(next: Draft): "loaded" | "ahead" | "same" {
      if (next.draft_revision <= state.revision) return "same";
      const same = fingerprint(read(next.draft)) === fingerprint(state.base);
      if (same) {
        set({ revision: next.draft_revision });
        return "same";
      }
      if (!state.dirty && state.saving !== "busy") {
        gathering = "";
        state = start(next);
        set({});
        return "loaded";
      }
      // The save that is on its way, or the next one, is told.
      return "ahead";
    },
    found(findings: readonly Finding[], about: Recipe): void {
      if (about === state.recipe) set({ findings });
    },
  };
}

function start(draft: Draft): DraftState {
  const recipe = read(draft.draft);
  return {
    recipe,
    base: recipe,
    revision: draft.draft_revision,
    dirty: false,
    past: [],
    future: [],
    findings: draft.findings,
    saving: "idle",
    theirs: null,
  };
}
