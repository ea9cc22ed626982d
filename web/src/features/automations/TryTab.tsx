import { Button, Loader, SegmentedControl } from "@mantine/core";
import { IconFlask, IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { announce } from "@/ui/announce";
import { EmptyState } from "@/ui/bits";
import { FindingLists } from "@/ui/editing/Findings";
import { Failed } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { tryDraft } from "./api";
import { useDraft } from "./editing";
import { useFindingWords, useTold } from "./Findings";
import { Lines, useEventName } from "./lines";
import { useSaying } from "./naming";
import { allSteps, type Recipe } from "./recipe";
import c from "./runs.module.css";
import type { Detail, Finding, Tried } from "./shapes";

const DAYS = [7, 30, 90] as const;
type State =
  | { kind: "idle" }
  | { kind: "running" }
  | { kind: "failed"; error: unknown }
  | { kind: "done"; tried: Tried; of: Recipe };

/** The draft on what really happened, without any effect. */
export function TryTab({ automation, onJump }: { automation: Detail; onJump: (finding: Finding) => void }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { doc: recipe, findings } = useDraft();
  const [days, setDays] = useState<number>(30);
  const [state, setState] = useState<State>({ kind: "idle" });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const errors = findings.filter((one) => one.level === "error");
  const told = useTold(onJump);
  const words = useFindingWords();
  const run = () => {
    stop.current?.abort();
    const mine = new AbortController();
    stop.current = mine;
    setState({ kind: "running" });
    announce(t("automation.try_running"));
    tryDraft(automation.id, days, recipe, mine.signal).then(
      (tried) => {
        setState({ kind: "done", tried, of: recipe });
        announce(`${count(tried.held)} ${t("automation.try_held")}`);
      },
      (error) => {
        if (!mine.signal.aborted) setState({ kind: "failed", error });
      },
    );
  };
  return (
    <div className={c.try}>
      <section className={c.ask}>
        <p>{t("automation.try_about")}</p>
        <div>
          <span id="try-over">{t("automation.try_over")}</span>
          <SegmentedControl
            size="sm"
            aria-labelledby="try-over"
            value={String(days)}
            onChange={(next) => setDays(Number(next))}
            data={DAYS.map((one) => ({
              value: String(one),
              label: t("automation.try_days", { count: one }),
            }))}
          />
          <Button
            leftSection={<IconFlask size={16} stroke={1.7} aria-hidden />}
            loading={state.kind === "running"}
            disabled={errors.length > 0}
            onClick={run}
          >
            {t(state.kind === "done" ? "automation.try_again" : "automation.try_run")}
          </Button>
        </div>
      </section>
      {errors.length > 0 && (
        <section className={c.barred}>
          <p>{t("automation.try_barred")}</p>
          <FindingLists findings={told(errors)} words={words} />
        </section>
      )}
      {state.kind === "running" && (
        <p className={c.running} role="status">
          <Loader size={18} />
          {t("automation.try_running")}
        </p>
      )}
      {state.kind === "failed" && (
        <Failed title={t("automation.try_failed")} error={state.error} retry={run} />
      )}
      {state.kind === "done" && (
        <>
          {state.of !== recipe && <p className={c.stale}>{t("automation.try_changed")}</p>}
          <Result tried={state.tried} recipe={state.of} />
        </>
      )}
    </div>
  );
}

function Result({ tried, recipe }: { tried: Tried; recipe: Recipe }) {
  const { t } = useTranslation();
  const { count, when, fullTime } = useFormats();
  const now = useNow();
  const saying = useSaying();
  const event = useEventName();
  const steps = allSteps(recipe.steps);
  const skipped = tried.skipped.reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      <dl className={c.figures}>
        {(["events", "matched", "held"] as const).map((key) => (
          <div key={key}>
            <dd>{count(tried[key])}</dd>
            <dt>{t(`automation.try_${key}`)}</dt>
          </div>
        ))}
      </dl>
      {skipped > 0 && (
        <ul className={c.skipped} aria-label={t("automation.try_skipped_title")}>
          {tried.skipped.map((one) => (
            <li key={one.reason}>
              <b>{count(one.count)}</b>{" "}
              {t(`automation.try_reason.${one.reason}`, { defaultValue: one.reason.replace(/_/g, " ") })}
            </li>
          ))}
        </ul>
      )}
      <Notes tried={tried} />
      {tried.matched === 0 ? (
        <EmptyState title={t("automation.try_none")}>{t("automation.try_none_hint")}</EmptyState>
      ) : (
        <>
          {tried.steps.length > 0 && (
            <section className={c.counted} aria-labelledby="try-steps">
              <h2 id="try-steps">{t("automation.try_steps")}</h2>
              <ul>
                {tried.steps.map((one) => {
                  const at = steps.findIndex((step) => step.id === one.step_id);
                  const step = steps[at];
                  const total = Object.values(one.outcomes).reduce((sum, n) => sum + n, 0);
                  return (
                    <li key={`${one.step_id} ${one.what}`}>
                      <span>
                        {step ? `${at + 1} · ${saying.step(step)}` : t("automation.slot.conditions")}
                      </span>
                      <span className={c.bar} aria-hidden>
                        {Object.entries(one.outcomes).map(([outcome, n]) => (
                          <i
                            key={outcome}
                            data-outcome={outcome}
                            style={{ flexGrow: n / Math.max(1, total) }}
                          />
                        ))}
                      </span>
                      <span className={c.outcomes}>
                        {Object.entries(one.outcomes).map(([outcome, n]) => (
                          <span key={outcome} data-outcome={outcome}>
                            <b>{count(n)}</b> {t(`automation.outcome.${outcome}`, { defaultValue: outcome })}
                          </span>
                        ))}
                      </span>
                    </li>
                  );
                })}
              </ul>
            </section>
          )}
          <section className={c.would} aria-labelledby="try-would">
            <h2 id="try-would">{t("automation.try_would")}</h2>
            <ol>
              {tried.would.map((one, i) => (
                <li key={i}>
                  <header>
                    <b>
                      <bdi>{one.opportunity.name}</bdi>
                    </b>
                    <span>
                      {event(one.event.type)} ·{" "}
                      <time dateTime={one.event.at} title={fullTime(one.event.at)}>
                        {when(one.event.at, now)}
                      </time>
                    </span>
                  </header>
                  <Lines lines={one.lines} now={false} />
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
    </>
  );
}

/** What a trial can't know, said before its figures are believed. */
function Notes({ tried }: { tried: Tried }) {
  const { t } = useTranslation();
  const notes = [
    t("automation.try_note_effects"),
    t("automation.try_note_values"),
    t("automation.try_note_waits"),
    t("automation.try_note_rights"),
    ...(tried.limited ? [t(`automation.try_limited.${tried.limited}`, { count: tried.tried })] : []),
    ...(tried.matched > tried.would.length
      ? [t("automation.try_newest", { count: tried.would.length })]
      : []),
  ];
  return (
    <details className={c.mind} open={tried.limited !== null || undefined}>
      <summary>
        <IconInfoCircle size={16} stroke={1.8} aria-hidden />
        {t("automation.try_notes")}
      </summary>
      <ul>
        {notes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </details>
  );
}
