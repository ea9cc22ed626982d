import { begun, type Did, type Edited, editingStore } from "@/ui/editing/store";
import { type Doc, fingerprint, read, type Written, write } from "./document";
import { type Element, type Problem, problemsOf } from "./problems";
import type { Draft, Finding } from "./publishing-api";
import { type Refusal, refusalsOf } from "./refusals";
import { settled } from "./shape";

export type DraftState = Edited<Doc> & {
  /** What else the server says of the draft: its revision, version, who edited it. */
  draft: Draft;
  findings: readonly Finding[];
  /** What the page sees itself; saving waits until it is put right. */
  problems: readonly Problem[];
  /** What the server refused at the last attempt, at its element. */
  refusals: readonly Refusal[];
  /** Someone else saved while there were changes of one's own. */
  ahead: Draft | null;
};

export type DraftStore = ReturnType<typeof draftStore>;

/** The draft being edited, with its history. */
export function draftStore(draft: Draft) {
  const store = editingStore<Doc, DraftState>(start(draft), {
    print: fingerprint,
    settled,
    follows: (doc, { refusals }) => ({
      problems: problemsOf(doc),
      refusals: refusals.filter((one) => stillStands(one, doc)),
    }),
  });
  const { get, set, show } = store;
  const load = (next: Draft) => store.begin(start(next));

  return {
    ...store,
    written: (): Written => write(get().doc),
    /** Starts anew from what the server has: nothing of one's own remains. */
    load,
    /** The server took `sent`; what was typed meanwhile stays, unsaved. */
    saved(next: Draft, sent: Doc): void {
      const base = read(next.document, sent);
      const { doc } = get();
      const untouched = doc === sent;
      show(untouched ? base : doc, {
        ...(untouched && { findings: next.findings }),
        base,
        draft: next,
        ahead: null,
        refusals: [],
      });
    },
    refused(fields: readonly { name: string; message: string }[], sent: Doc): void {
      set({ refusals: refusalsOf(fields, sent) });
    },
    /** What the server has was merged into `doc`, which is still to be saved. */
    merged(doc: Doc, theirs: Draft, did: Did): void {
      const base = read(theirs.document, get().base);
      store.replace(did, settled(doc), { base, draft: theirs, ahead: null, refusals: [] });
    },
    /** News of the draft: taken over where there is nothing of one's own, else only told. */
    heard(next: Draft): "loaded" | "ahead" | "same" {
      const { draft: mine, base, dirty } = get();
      if (next.revision === mine.revision) {
        if (next !== mine) set({ draft: next });
        return "same";
      }
      if (next.revision < mine.revision) return "same";
      // Published, or saved as it was: another revision of what one sees already.
      if (fingerprint(read(next.document, base)) === fingerprint(base)) {
        set({ draft: next });
        return "same";
      }
      if (!dirty) {
        load(next);
        return "loaded";
      }
      set({ ahead: next });
      return "ahead";
    },
    found(findings: readonly Finding[], about: Doc): void {
      if (about === get().doc) set({ findings });
    },
  };
}

function start(draft: Draft): DraftState {
  const doc = read(draft.document);
  return {
    ...begun(doc),
    draft,
    findings: draft.findings,
    problems: problemsOf(doc),
    refusals: [],
    ahead: null,
  };
}

/** A refusal is answered as soon as its element is another one. */
const stillStands = (refusal: Refusal, doc: Doc): boolean => refusal.was === printed(doc, refusal);
const printed = (doc: Doc, at: Element): string => refusalsOf.print(doc, at);
