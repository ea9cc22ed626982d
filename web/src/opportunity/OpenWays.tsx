import { Tooltip } from "@mantine/core";
import { IconArrowRight, IconForms, IconLock, IconRotateClockwise } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { useMove } from "./moving";
import { useWays, useWayWords } from "./ways";
import c from "./ways.module.css";

/** A button for each transition that is open from here (W5, W7); those kept for other roles are grey and say so. */
export function OpenWays({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const { moves, ways, barred } = useWays(o);
  const words = useWayWords();
  const move = useMove();
  // In a free workflow every stage is open: the row of stages says it all.
  if (moves?.workflow.mode !== "guided" || ways.length + barred.length === 0) return null;
  return (
    <ul className={c.ways} aria-label={t("move.ways")}>
      {ways.map((way) => {
        const asks = words.asks(way);
        const stays = way.move.step.id === moves.step.id;
        return (
          <li key={way.id}>
            <Tooltip label={asks} disabled={!asks} multiline maw={280}>
              <button
                type="button"
                className={c.way}
                aria-description={
                  [stays ? t("picture.stays") : "", asks].filter(Boolean).join(". ") || undefined
                }
                onClick={() =>
                  move({
                    id: o.id,
                    name: o.title,
                    revision: o.revision,
                    to: { transition: way.id },
                    stage: way.move.stage,
                  })
                }
              >
                {stays ? (
                  <IconRotateClockwise size={14} aria-hidden />
                ) : (
                  <IconArrowRight size={14} aria-hidden />
                )}
                <span dir="auto">{words.nameOf(way)}</span>
                {way.missing.length > 0 && (
                  <span className={c.asks}>
                    <IconForms size={14} aria-hidden />
                    {way.missing.length}
                  </span>
                )}
              </button>
            </Tooltip>
          </li>
        );
      })}
      {barred.map((way) => (
        <li key={way.id}>
          <Tooltip label={words.only(way)} multiline maw={280}>
            <button type="button" className={c.way} aria-disabled aria-description={words.only(way)}>
              <IconLock size={14} aria-hidden />
              <span dir="auto">{words.nameOf(way)}</span>
            </button>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
