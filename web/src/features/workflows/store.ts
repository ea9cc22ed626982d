import { type Doc, fingerprint, read, type Written, write } from "./document";
import { type Element, type Problem, problemsOf } from "./problems";
import type { Draft, Finding } from "./publishing-api";
import { type Refusal, refusalsOf } from "./refusals";
import { settled } from "./shape";

/** What a change did, for the undo button and the screen reader: `workflow.did.KEY` and what fills it. */
export type Did = { key: string; values?: Record<string, string | number> };
type Past = { doc: Doc; did: Did };

export type DraftState = {
  doc: Doc;
  /** The document as the server has it. */
  base: Doc;
  /** What else the server says of the draft: its revision, version, who edited it. */
  draft: Draft;
  dirty: boolean;
  past: readonly Past[];
  future: readonly Past[];
  findings: readonly Finding[];
  /** What the page sees itself; saving waits until it is put right. */
  problems: readonly Problem[];
  /** What the server refused at the last attempt, at its element. */
  refusals: readonly Refusal[];
  /** Someone else saved while there were changes of one's own. */
  ahead: Draft | null;
};

export type DraftStore = ReturnType<typeof draftStore>;

const MOST_STEPS_BACK = 200;

/** The draft being edited, with its history. Plain: the page subscribes, tests call it. */
export function draftStore(draft: Draft) {
  let state = start(draft);
  const watchers = new Set<() => void>();
  // Consecutive changes of one kind at one place (typing a name) are one step back.
  let gathering = "";

  const set = (next: Partial<DraftState>): void => {
    state = { ...state, ...next };
    for (const watcher of watchers) watcher();
  };
  const show = (doc: Doc, rest: Partial<DraftState>): void =>
    set({
      ...rest,
      doc,
      dirty: fingerprint(doc) !== fingerprint(state.base),
      problems: problemsOf(doc),
    });

  const store = {
    get: () => state,
    subscribe: (watcher: () => void) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },

    /** Changes that share `gather`, one after the other, are undone together. */
    edit(did: Did, change: (doc: Doc) => Doc, gather = ""): void {
      const doc = settled(change(state.doc));
      if (doc === state.doc) return;
      const together = gather !== "" && gather === gathering && state.past.length > 0;
      gathering = gather;
      const past = together
        ? [...state.past.slice(0, -1), { doc: state.past.at(-1)?.doc ?? state.doc, did }]
        : [...state.past, { doc: state.doc, did }].slice(-MOST_STEPS_BACK);
      show(doc, { past, future: [], refusals: state.refusals.filter((one) => stillStands(one, doc)) });
    },
    /** What comes next is another step back, even if it is of the same kind. */
    seal(): void {
      gathering = "";
    },
    undo(): Did | null {
      const last = state.past.at(-1);
      if (!last) return null;
      gathering = "";
      show(last.doc, {
        past: state.past.slice(0, -1),
        future: [...state.future, { doc: state.doc, did: last.did }],
        refusals: [],
      });
      return last.did;
    },
    redo(): Did | null {
      const next = state.future.at(-1);
      if (!next) return null;
      gathering = "";
      show(next.doc, {
        past: [...state.past, { doc: state.doc, did: next.did }],
        future: state.future.slice(0, -1),
        refusals: [],
      });
      return next.did;
    },

    written: (): Written => write(state.doc),
    /** Starts anew from what the server has: nothing of one's own remains. */
    load(next: Draft): void {
      gathering = "";
      state = start(next);
      set({});
    },
    /** The server took `sent`; what was typed meanwhile stays, unsaved. */
    saved(next: Draft, sent: Doc): void {
      const base = read(next.document, sent);
      const untouched = state.doc === sent;
      set({ base, draft: next, ahead: null, refusals: [] });
      show(untouched ? base : state.doc, untouched ? { findings: next.findings } : {});
    },
    refused(fields: readonly { name: string; message: string }[], sent: Doc): void {
      set({ refusals: refusalsOf(fields, sent) });
    },
    /** What the server has was merged into `doc`, which is still to be saved. */
    merged(doc: Doc, theirs: Draft, did: Did): void {
      gathering = "";
      const past = [...state.past, { doc: state.doc, did }].slice(-MOST_STEPS_BACK);
      set({ base: read(theirs.document, state.base), draft: theirs, ahead: null });
      show(settled(doc), { past, future: [], refusals: [] });
    },
    /** News of the draft: taken over where there is nothing of one's own, else only told. */
    heard(next: Draft): "loaded" | "ahead" | "same" {
      if (next.revision === state.draft.revision) {
        if (next !== state.draft) set({ draft: next });
        return "same";
      }
      if (next.revision < state.draft.revision) return "same";
      // Published, or saved as it was: another revision of what one sees already.
      if (fingerprint(read(next.document, state.base)) === fingerprint(state.base)) {
        set({ draft: next });
        return "same";
      }
      if (!state.dirty) {
        store.load(next);
        return "loaded";
      }
      set({ ahead: next });
      return "ahead";
    },
    found(findings: readonly Finding[], about: Doc): void {
      if (about === state.doc) set({ findings });
    },
  };
  return store;
}

function start(draft: Draft): DraftState {
  const doc = read(draft.document);
  return {
    doc,
    base: doc,
    draft,
    dirty: false,
    past: [],
    future: [],
    findings: draft.findings,
    problems: problemsOf(doc),
    refusals: [],
    ahead: null,
  };
}

/** A refusal is answered as soon as its element is another one. */
const stillStands = (refusal: Refusal, doc: Doc): boolean => refusal.was === printed(doc, refusal);
const printed = (doc: Doc, at: Element): string => refusalsOf.print(doc, at);
