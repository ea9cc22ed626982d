import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useMemo,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import type { Doc } from "./document";
import type { Element, Tab } from "./elements";
import type { Did, DraftState, DraftStore } from "./store";

export type Editing = {
  store: DraftStore;
  /** What the inspector shows. */
  selected: Element | null;
  select: (at: Element | null, field?: string) => void;
  /** Shows an element wherever it is edited. */
  jump: (at: Element, field?: string | null) => void;
  /** The field that shall have the focus once its element is shown. */
  wanted: RefObject<string | null>;
  /** Grows with each such wish, also for what is shown already. */
  wishes: number;
  tab: Tab;
};

const Context = createContext<Editing | null>(null);

export function EditingProvider({ value, children }: { value: Editing; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useEditing(): Editing {
  const editing = useContext(Context);
  if (!editing) throw new Error("outside of the editor");
  return editing;
}

export const useStore = (store: DraftStore): DraftState => useSyncExternalStore(store.subscribe, store.get);
export const useDraft = (): DraftState => useStore(useEditing().store);
export const useDoc = (): Doc => useDraft().doc;

/** What a change did, in words. */
export function useDid(): (did: Did) => string {
  const { t } = useTranslation();
  return (did) => t(`workflow.did.${did.key}`, { ...did.values });
}

/** Changes the draft. What is typed (`gather`) is not read out; everything else is. */
export function useAct(): (did: Did, change: (doc: Doc) => Doc, gather?: string) => void {
  const { store } = useEditing();
  const { t } = useTranslation();
  return useMemo(
    () => (did, change, gather) => {
      const before = store.get().doc;
      store.edit(did, change, gather);
      if (!gather && store.get().doc !== before) announce(t(`workflow.did.${did.key}`, { ...did.values }));
    },
    [store, t],
  );
}
