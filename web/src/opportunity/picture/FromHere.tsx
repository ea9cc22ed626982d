import { IconArrowRight, IconForms, IconLock, IconRoute } from "@tabler/icons-react";
import { type MouseEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { StageDot } from "../StageDot";
import c from "./from.module.css";
import type { PictureGraph } from "./graph";
import { type Lit, type Row, rowsOf, type Verdicts } from "./judge";
import { useWords } from "./words";

type Props = {
  graph: PictureGraph;
  current: string;
  verdicts: Verdicts;
  lit: Lit | null;
  onLight: (lit: Lit | null) => void;
  /** A transition was chosen. */
  onGo: (transition: string, step: string) => void;
};

/** All that the picture shows, in words: for the keyboard, for a screen reader, and for whoever would rather read. */
export function FromHere({ graph, current, verdicts, lit, onLight, onGo }: Props) {
  const { t } = useTranslation();
  const words = useWords(graph);
  const { open, others } = rowsOf(graph, verdicts);
  const order = new Map(graph.stages.map((s, i) => [s.id, i]));
  const isLit = (id: string) => lit?.id === id || undefined;
  // What scrolls under a resting pointer is not pointed at.
  const pointed = useRef(false);
  const lights = (next: Lit) => ({
    onMouseMove: (e: MouseEvent) => {
      if (pointed.current || (e.movementX === 0 && e.movementY === 0)) return;
      pointed.current = true;
      onLight(next);
    },
    onMouseLeave: () => {
      if (pointed.current) onLight(null);
      pointed.current = false;
    },
    onFocus: () => {
      pointed.current = false;
      onLight(next);
    },
    onBlur: () => onLight(null),
  });
  const title = (row: Row) => (
    <span className={c.step}>
      {row.stage && <StageDot stage={row.stage} position={order.get(row.stage.id) ?? 0} />}
      <b dir="auto">{row.step.name}</b>
      {row.stage && row.stage.name !== row.step.name && <small dir="auto">{row.stage.name}</small>}
    </span>
  );
  return (
    <section aria-label={t("picture.from", { step: words.nameOf(current) })} className={c.list}>
      <h3>{t("picture.from", { step: words.nameOf(current) })}</h3>
      {open.length === 0 && <p className={c.none}>{t("picture.from_none")}</p>}
      <ul data-testid="open-ways">
        {open.map((row) => (
          <li key={row.step.id} data-row={row.step.id} data-lit={isLit(row.step.id)}>
            {title(row)}
            {row.verdict.ways.map((way) => {
              const asks = words.asks(way, row.verdict);
              return (
                <button
                  key={way.id}
                  type="button"
                  className={c.go}
                  data-lit={isLit(way.id)}
                  {...lights(
                    row.verdict.ways.length > 1 || row.step.id === current
                      ? { kind: "transition", id: way.id }
                      : { kind: "step", id: row.step.id },
                  )}
                  onClick={() => onGo(way.id, row.step.id)}
                >
                  <IconArrowRight size={15} aria-hidden />
                  <span>
                    <span dir="auto">{way.name || row.step.name}</span>
                    {row.step.id === current && <small>{t("picture.stays")}</small>}
                    {asks && (
                      <small>
                        <IconForms size={13} aria-hidden />
                        {asks}
                      </small>
                    )}
                  </span>
                </button>
              );
            })}
            {row.verdict.barred.length > 0 && (
              <p className={c.why}>
                <IconLock size={13} aria-hidden />
                {words.why(row.verdict).join(" ")}
              </p>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <h4>{t("picture.others")}</h4>
          <ul data-testid="other-steps">
            {others.map((row) => (
              <li key={row.step.id} data-row={row.step.id} data-lit={isLit(row.step.id)}>
                <button type="button" className={c.other} {...lights({ kind: "step", id: row.step.id })}>
                  {title(row)}
                  {words.why(row.verdict).map((line) => (
                    <small key={line}>
                      {row.verdict.barred.length > 0 && <IconLock size={13} aria-hidden />}
                      {line}
                    </small>
                  ))}
                  <small>
                    <IconRoute size={13} aria-hidden />
                    {words.wayTo(row.verdict)}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
