import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import type { Recipe } from "./recipe";
import type { Did, DraftState, DraftStore } from "./store";

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

export function useDid(): (did: Did) => string {
  const { t } = useTranslation();
  return (did) => t(`automation.did.${did.key}`, { ...did.values });
}

/** Changes the draft. What is typed (`gather`) is not read out; everything else is. */
export function useAct(): (did: Did, change: (recipe: Recipe) => Recipe, gather?: string) => void {
  const { store } = useEditing();
  const { t } = useTranslation();
  return useMemo(
    () => (did, change, gather) => {
      const before = store.get().recipe;
      store.edit(did, change, gather);
      if (!gather && store.get().recipe !== before)
        announce(t(`automation.did.${did.key}`, { ...did.values }));
    },
    [store, t],
  );
}
