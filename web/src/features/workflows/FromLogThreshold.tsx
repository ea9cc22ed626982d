import { Slider } from "@mantine/core";
import { useDeferredValue, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Picture } from "@/opportunity/picture";
import { useFormats } from "@/ui/useFormats";
import { WholeInput } from "@/ui/WholeInput";
import { graphOf, keptOf, shareOf, stopAt, stopsOf } from "./from-log";
import c from "./from-log.module.css";
import type { Discovery } from "./logs-api";
import p from "./publish.module.css";

type Props = { discovery: Discovery; min: number; onMin: (min: number) => void };

/** How often something must have been seen to become a transition; what is kept shows while one slides. */
export function FromLogThreshold({ discovery, min, onMin }: Props) {
  const { t } = useTranslation();
  const { count, percent } = useFormats();
  const id = useId();
  const { successions } = discovery;
  const stops = useMemo(() => stopsOf(successions), [successions]);
  // What was typed last is no such number: the field says so, and what was before holds.
  const [wrong, setWrong] = useState(false);
  const choose = (n: number | null) => {
    setWrong(n === null);
    if (n !== null) onMin(n);
  };
  const kept = keptOf(successions, min).length;
  // The picture follows when there is time; the figures at once.
  const drawn = useDeferredValue(min);
  const graph = useMemo(
    () => graphOf(discovery, drawn, { open: t("logs.stage_open"), done: t("logs.stage_done") }),
    [discovery, drawn, t],
  );
  const title = t("logs.threshold");
  return (
    <section className={p.part} aria-label={title}>
      <h3 id={id}>{title}</h3>
      <div className={c.threshold}>
        <Slider
          aria-label={title}
          thumbLabel={title}
          min={0}
          max={Math.max(1, stops.length - 1)}
          disabled={stops.length < 2}
          label={(at) => count(stops[at] ?? 1)}
          value={stopAt(stops, min)}
          onChange={(at) => choose(stops[at] ?? 1)}
        />
        <WholeInput
          aria-label={t("logs.at_least")}
          suffix={` ${t("logs.times")}`}
          max={1_000_000}
          value={wrong ? null : min}
          onWhole={choose}
        />
      </div>
      <p className={p.said} aria-live="polite">
        {t("logs.kept", {
          steps: count(discovery.log.activities.length),
          kept: count(kept),
          all: count(successions.length),
          share: percent(shareOf(successions, min)),
        })}
      </p>
      <div className={c.picture}>
        <Picture graph={graph} among />
      </div>
    </section>
  );
}
