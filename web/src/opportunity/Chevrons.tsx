import { Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { movesQuery } from "./api";
import c from "./drawer.module.css";
import { useMove } from "./moving";
import { useStages } from "./useStages";
import { useWhyNot } from "./why";

/** The way through the funnel: where it stands, where a click may take it, and why not elsewhere. */
export function Chevrons({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const { data } = useQuery(movesQuery(o.id));
  const move = useMove();
  const why = useWhyNot();
  const all = useStages(o);
  const stages = all.filter((s) => s.status === "open" || s.status === "won" || s.id === o.stage.id);
  const at = stages.findIndex((s) => s.id === o.stage.id);
  // Who was lost or archived did not come this way.
  const onTheWay = o.stage.status === "open" || o.stage.status === "won";
  const row = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the current stage comes into sight
  useEffect(() => {
    const now = row.current?.querySelector<HTMLElement>("[aria-current]")?.parentElement;
    row.current?.scrollTo?.({ left: (now?.offsetLeft ?? 0) - 40 });
  }, [o.stage.id, stages.length]);
  if (stages.length === 0) return <div className={c.stages} style={{ height: 44 }} />;
  return (
    <ol ref={row} className={c.stages} aria-label={t("opportunity.stages")}>
      {stages.map((stage, i) => {
        const into = data?.moves.filter((m) => m.stage.id === stage.id) ?? [];
        const first = into[0];
        const open = o.may.move && into.some((m) => m.allowed);
        const here = i === at;
        const note = here ? undefined : open ? t("move.to", { stage: stage.name }) : first && why(first);
        return (
          <li key={stage.id}>
            <Tooltip label={note} disabled={!note} multiline maw={280}>
              <button
                type="button"
                className={c.stage}
                data-state={here ? "now" : open ? "open" : i < at && onTheWay ? "done" : "closed"}
                data-status={stage.status}
                aria-current={here ? "step" : undefined}
                aria-disabled={!here && !open}
                aria-label={note ? `${stage.name}: ${note}` : stage.name}
                onClick={() =>
                  !here &&
                  open &&
                  move({
                    id: o.id,
                    name: o.title,
                    revision: o.revision,
                    to: { stage: stage.id },
                    stage: first?.stage,
                  })
                }
              >
                <span>{stage.name}</span>
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ol>
  );
}
