/** What a change did, for undo and the screen reader: a key of the dictionary and what fills it. */
export type Did = { key: string; values?: Record<string, string | number> };
type Change<D> = { doc: D; did: Did };

export type Edited<D> = {
  doc: D;
  /** As the server has it. */
  base: D;
  dirty: boolean;
  /** What stood there before each change, and what each step back took away. */
  past: readonly Change<D>[];
  future: readonly Change<D>[];
};

type Ways<D, S> = {
  /** Two documents that print alike say the same. */
  print: (doc: D) => string;
  /** What a change comes to; the document as it is where it comes to nothing. */
  settled?: (next: D, now: D) => D;
  /** What else is otherwise where the document is. */
  follows?: (doc: D, now: S) => Partial<S>;
};

export const MOST_STEPS_BACK = 200;

export const begun = <D>(doc: D): Edited<D> => ({ doc, base: doc, dirty: false, past: [], future: [] });

/** A document that is being edited, with its history. Plain: the page subscribes, tests call it. */
export function editingStore<D, S extends Edited<D>>(first: S, ways: Ways<D, S>) {
  const { print, settled = (next) => next, follows = () => ({}) } = ways;
  let state = first;
  const watchers = new Set<() => void>();
  // Changes of one kind at one place, one after the other (typing a name), are one step back.
  let gathering = "";

  const set = (next: Partial<S> | Partial<Edited<D>>): void => {
    state = { ...state, ...next };
    for (const watcher of watchers) watcher();
  };
  const show = (doc: D, rest: Partial<S> | Partial<Edited<D>> = {}): void =>
    set({ ...follows(doc, state), ...rest, doc, dirty: print(doc) !== print(rest.base ?? state.base) });
  const behind = (did: Did): Change<D>[] => [...state.past, { doc: state.doc, did }].slice(-MOST_STEPS_BACK);
  const step = (from: "past" | "future", onto: "past" | "future"): Did | null => {
    const last = state[from].at(-1);
    if (!last) return null;
    gathering = "";
    show(last.doc, {
      [from]: state[from].slice(0, -1),
      [onto]: [...state[onto], { doc: state.doc, did: last.did }],
    });
    return last.did;
  };

  return {
    get: (): S => state,
    subscribe: (watcher: () => void) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    set,
    /** Another document, without a step back. */
    show,
    /** Starts anew: nothing of before remains. */
    begin(next: S): void {
      gathering = "";
      set(next);
    },

    /** Changes that share `gather`, one after the other, are undone together. */
    edit(did: Did, change: (doc: D) => D, gather = ""): void {
      const doc = settled(change(state.doc), state.doc);
      if (doc === state.doc) return;
      const last = state.past.at(-1);
      const past =
        gather !== "" && gather === gathering && last
          ? [...state.past.slice(0, -1), { doc: last.doc, did }]
          : behind(did);
      gathering = gather;
      show(doc, { past, future: [] });
    },
    /** Takes over what was made elsewhere of it; one step back undoes that. */
    replace(did: Did, doc: D, rest: Partial<S>): void {
      gathering = "";
      show(doc, { ...rest, past: behind(did), future: [] });
    },
    /** What comes next is another step back, even if it is of the same kind. */
    seal(): void {
      gathering = "";
    },
    undo: () => step("past", "future"),
    redo: () => step("future", "past"),
  };
}

/** What the buttons and keys of the history need of it. */
export type Undoable = Pick<
  ReturnType<typeof editingStore<unknown, Edited<unknown>>>,
  "undo" | "redo" | "subscribe"
> & { get: () => Pick<Edited<unknown>, "past" | "future"> };
