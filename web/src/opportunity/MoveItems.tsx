import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Move, Schemas } from "@/lib/types";
import { stageColor } from "./StageDot";
import c from "./stage.module.css";
import { useWhyNot } from "./why";

/** Every step one may want to go to: reachable ones first to hand, the others grey with the reason (W7). */
export function MoveItems({ moves, onMove }: { moves: Schemas["MovesOut"]; onMove: (move: Move) => void }) {
  const { t } = useTranslation();
  const why = useWhyNot();
  const stages = [...new Map(moves.moves.map((m) => [m.stage.id, m.stage])).values()];
  const several = new Set(
    stages.filter((s) => moves.moves.filter((m) => m.stage.id === s.id).length > 1).map((s) => s.id),
  );
  const order = new Map(stages.map((s, i) => [s.id, i]));
  const here = (m: Move) => m.step.id === moves.step.id;
  // What is open comes first to hand, in the order of the board; the rest stays to be asked why.
  const sorted = [...moves.moves].sort((a, b) => Number(b.allowed) - Number(a.allowed));
  return sorted.map((m) => {
    const name = several.has(m.stage.id) ? `${m.stage.name} · ${m.step.name}` : m.stage.name;
    const asks = m.missing.map((a) => a.label).join(", ");
    // The step where it stands is open only where a transition leads back to itself.
    const open = m.allowed;
    const note = open ? asks && t("move.asks", { fields: asks }) : here(m) ? "" : why(m);
    return (
      <Menu.Item
        key={m.step.id}
        disabled={!open}
        aria-current={here(m) ? "step" : undefined}
        leftSection={
          <i
            className={c.dot}
            aria-hidden
            style={{ background: stageColor(m.stage, order.get(m.stage.id)) }}
          />
        }
        rightSection={here(m) && <IconCheck size={14} aria-label={t("common.current")} />}
        onClick={() => onMove(m)}
      >
        {name}
        {note && <span className={c.note}>{note}</span>}
      </Menu.Item>
    );
  });
}
