import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import c from "./history.module.css";
import type { Did, Undoable } from "./store";

type Words = (did: Did) => string;

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * ⌘S, ⌘Z and ⇧⌘Z, or Ctrl and Y. `ownHistory` says where the keys are not the document's: there what has the focus
 * goes back and forth by itself.
 */
export function useHistoryKeys(
  store: Undoable,
  keys: { words: Words; save: () => void; ownHistory: (at: Element | null) => boolean },
): void {
  const { t } = useTranslation();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (!(e.metaKey || e.ctrlKey) || e.altKey) return;
      const { words, save, ownHistory } = latest.current;
      const key = e.key.toLowerCase();
      if (key === "s") {
        e.preventDefault();
        save();
        return;
      }
      const back = key === "z" && !e.shiftKey;
      const forth = (key === "z" && e.shiftKey) || (key === "y" && !mac);
      if ((!back && !forth) || ownHistory(e.target as Element | null)) return;
      e.preventDefault();
      const did = back ? store.undo() : store.redo();
      if (did) announce(t(back ? "history.undone" : "history.redone", { what: words(did) }));
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [store, t]);
}

/** Back and forth, each saying what it would undo. */
export function History({ store, words }: { store: Undoable; words: Words }) {
  const { t } = useTranslation();
  const { past, future } = useSyncExternalStore(store.subscribe, store.get);
  const last = past.at(-1);
  const next = future.at(-1);
  const undo = last ? t("history.undo", { what: words(last.did) }) : t("history.nothing_to_undo");
  const redo = next ? t("history.redo", { what: words(next.did) }) : t("history.nothing_to_redo");
  return (
    <span className={c.history}>
      {[
        { key: "undo", label: undo, can: !!last, Icon: IconArrowBackUp, run: store.undo },
        { key: "redo", label: redo, can: !!next, Icon: IconArrowForwardUp, run: store.redo },
      ].map(({ key, label, can, Icon, run }) => (
        <Tooltip key={key} label={label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={34}
            aria-label={label}
            aria-disabled={!can}
            data-off={!can || undefined}
            onClick={() => {
              if (!can) return;
              run();
              announce(label);
            }}
          >
            <Icon size={18} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}

type Editable<D> = {
  get: () => { doc: D };
  edit: (did: Did, change: (doc: D) => D, gather?: string) => void;
};
export type Act<D> = Editable<D>["edit"];

/** Changes the document. What is typed (`gather`) is not read out; everything else is. */
export function useActOn<D>(store: Editable<D>, words: Words): Act<D> {
  return useMemo(
    () => (did, change, gather) => {
      const before = store.get().doc;
      store.edit(did, change, gather);
      if (!gather && store.get().doc !== before) announce(words(did));
    },
    [store, words],
  );
}
