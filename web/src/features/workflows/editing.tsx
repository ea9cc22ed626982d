import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";
import { type Act, useActOn } from "@/ui/editing/history";
import type { Did } from "@/ui/editing/store";
import type { Doc } from "./document";
import type { Element, Tab } from "./elements";
import type { DraftState, DraftStore } from "./store";

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
  return useCallback((did) => t(`workflow.did.${did.key}`, { ...did.values }), [t]);
}

export const useAct = (): Act<Doc> => useActOn(useEditing().store, useDid());
