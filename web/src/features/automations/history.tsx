import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import c from "./builder.module.css";
import { useDid, useDraft, useEditing } from "./editing";

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const overlay = (): boolean => document.querySelector('[aria-modal="true"], [role="menu"]') !== null;

/** ⌘S, ⌘Z and ⇧⌘Z, or Ctrl and Y. In a field that is typed in, its own history counts. */
export function useKeys(save: () => void): void {
  const { store } = useEditing();
  const { t } = useTranslation();
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (!(e.metaKey || e.ctrlKey) || e.altKey) return;
      const key = e.key.toLowerCase();
      if (key === "s") {
        e.preventDefault();
        latest.current();
        return;
      }
      const back = key === "z" && !e.shiftKey;
      const forth = (key === "z" && e.shiftKey) || (key === "y" && !mac);
      if ((!back && !forth) || overlay()) return;
      if ((e.target as HTMLElement | null)?.closest("input, textarea, [contenteditable]")) return;
      e.preventDefault();
      const did = back ? store.undo() : store.redo();
      if (did)
        announce(
          t(back ? "automation.undone" : "automation.redone", {
            what: t(`automation.did.${did.key}`, { ...did.values }),
          }),
        );
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [store, t]);
}

/** Back and forth, each saying what it would undo. */
export function History() {
  const { t } = useTranslation();
  const { store } = useEditing();
  const { past, future } = useDraft();
  const words = useDid();
  const last = past.at(-1);
  const next = future.at(-1);
  const undo = last ? t("automation.undo", { what: words(last.did) }) : t("automation.nothing_to_undo");
  const redo = next ? t("automation.redo", { what: words(next.did) }) : t("automation.nothing_to_redo");
  return (
    <span className={c.history}>
      {[
        { key: "undo", label: undo, can: !!last, Icon: IconArrowBackUp, run: () => store.undo() },
        { key: "redo", label: redo, can: !!next, Icon: IconArrowForwardUp, run: () => store.redo() },
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
