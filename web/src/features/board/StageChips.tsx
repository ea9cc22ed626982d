import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { BoardColumn } from "@/lib/types";
import { stageColor } from "@/opportunity/StageDot";
import { useFormats } from "@/ui/useFormats";
import c from "./board.module.css";
import { useBoardSearch } from "./filters";

/** On a phone the board shows one stage at a time, chosen here. */
export function StageChips({
  columns,
  shown,
}: {
  columns: readonly BoardColumn[];
  shown: string | undefined;
}) {
  const { t } = useTranslation();
  const { change } = useBoardSearch();
  const { count } = useFormats();
  const row = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen chip comes into sight when it changes
  useEffect(() => {
    row.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [shown]);
  return (
    <nav className={c.chips} aria-label={t("board.stages")} ref={row}>
      {columns.map(({ stage, count: n }) => (
        <button
          key={stage.id}
          type="button"
          className={c.stageChip}
          aria-current={stage.id === shown || undefined}
          style={{ ["--stage" as string]: stageColor(stage) }}
          onClick={() => change({ stage: stage.id })}
        >
          <i className={c.dot} aria-hidden />
          {stage.name}
          <span>{count(n)}</span>
        </button>
      ))}
    </nav>
  );
}
