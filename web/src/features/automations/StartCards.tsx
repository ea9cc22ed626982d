import { IconBolt, IconFlame, IconHourglass, IconLockOpen, IconShare3 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import c from "./dialogs.module.css";
import { STARTS, type Start } from "./starts";

const ICONS = {
  blank: IconBolt,
  lend: IconShare3,
  stop: IconLockOpen,
  remind: IconHourglass,
  big: IconFlame,
} as const;

/** What to begin with. */
export function StartCards({ chosen, onChoose }: { chosen: Start | null; onChoose: (start: Start) => void }) {
  const { t } = useTranslation();
  return (
    <div className={c.starts}>
      {STARTS.map((start) => {
        const Icon = ICONS[start];
        return (
          <button
            key={start}
            type="button"
            className={c.start}
            aria-pressed={chosen === null ? undefined : chosen === start}
            onClick={() => onChoose(start)}
          >
            <i aria-hidden>
              <Icon size={18} stroke={1.7} />
            </i>
            <span>
              <b>{t(`automation.start.${start}`)}</b>
              <small>{t(`automation.start_hint.${start}`)}</small>
            </span>
          </button>
        );
      })}
    </div>
  );
}
