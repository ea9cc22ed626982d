import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { type Act, useActOn } from "@/ui/editing/history";
import type { Did } from "@/ui/editing/store";
import type { Recipe } from "./recipe";
import type { DraftState, DraftStore } from "./store";

export type Editing = {
  store: DraftStore;
  /** Where the focus shall go: an element named by `data-place` (and `data-slot`), opened if it can be. */
  wanted: { place: string; slot: string; open: boolean } | null;
  want: (wanted: { place: string; slot: string; open: boolean } | null) => void;
};

const Context = createContext<Editing | null>(null);

export function EditingProvider({ value, children }: { value: Editing; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useEditing(): Editing {
  const editing = useContext(Context);
  if (!editing) throw new Error("outside of the builder");
  return editing;
}

export const useStore = (store: DraftStore): DraftState => useSyncExternalStore(store.subscribe, store.get);
export const useDraft = (): DraftState => useStore(useEditing().store);

/** What a change did, in words. */
export function useDid(): (did: Did) => string {
  const { t } = useTranslation();
  return useCallback((did) => t(`automation.did.${did.key}`, { ...did.values }), [t]);
}

export const useAct = (): Act<Recipe> => useActOn(useEditing().store, useDid());
