import { useTranslation } from "react-i18next";
import { Chip } from "@/ui/bits";
import type { Line } from "./shapes";

const TONES = { live: "ok", paused: "warn", stopped: "bad", draft: "plain" } as const;

/** Live, paused, a draft, or stopped and why. */
export function StateChip({ automation }: { automation: Pick<Line, "state" | "stopped_cause"> }) {
  const { t } = useTranslation();
  const { state, stopped_cause } = automation;
  const why = stopped_cause === "author_gone" ? "author_gone" : "other";
  return (
    <Chip tone={TONES[state]}>
      {t(`automation.state.${state}`)}
      {state === "stopped" && why === "author_gone" && `: ${t(`automation.stopped_short.${why}`)}`}
    </Chip>
  );
}
