import { Progress as Bar, Button, Group, Modal, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import type { Board, BoardColumn, Card } from "@/lib/types";
import type { BoardFilters } from "@/opportunity/boards";
import { cardName } from "@/opportunity/OpportunityCard";
import { termsQuery } from "@/opportunity/sharing/api";
import { ShareFields, useAsked } from "@/opportunity/sharing/asking";
import { GranteeChoice } from "@/opportunity/sharing/GranteeChoice";
import { ChipRow } from "@/opportunity/sharing/LastingChoice";
import { refusalWords } from "@/opportunity/sharing/refusals";
import { toWhom } from "@/opportunity/sharing/shapes";
import { Refused } from "@/ui/forms";
import { PHONE } from "@/ui/screen";
import c from "./share-all.module.css";
import { type Item, type Progress, readColumn, shareAll } from "./sharingAll";

type Props = {
  what: "share" | "stop";
  board: Board;
  column: BoardColumn;
  filters: BoardFilters;
  onClose: () => void;
};

/** A whole column shared, or no longer shared: piece by piece, with what came of each (S10). */
export default function ShareAllDialog({ what, board, column, filters, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const { data: terms } = useQuery(termsQuery);
  const asked = useAsked(terms);
  const { grantee } = asked;
  const [whom, setWhom] = useState<"everybody" | "one">("everybody");
  const [reading, setReading] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<unknown>(null);
  const halt = useRef<AbortController | null>(null);
  const [halted, setHalted] = useState(false);

  const ready = what === "share" ? asked.body !== null : whom === "everybody" || grantee !== null;
  const itemOf = (card: Card): Item => {
    if (what === "share") return { ...asked.body, do: "share", opportunity: card.id, access: asked.access };
    const to = grantee && whom === "one" ? toWhom(grantee) : {};
    return { do: "stop", opportunity: card.id, access: "view", ...to };
  };
  const run = async () => {
    const stop = new AbortController();
    halt.current = stop;
    setError(null);
    setReading(true);
    try {
      const cards = await readColumn(board, column, filters, stop.signal);
      setReading(false);
      await shareAll(queries, cards, itemOf, setProgress, stop.signal);
    } catch (e) {
      if (!stop.signal.aborted) setError(e);
    } finally {
      setReading(false);
      setHalted(stop.signal.aborted);
      halt.current = null;
    }
  };
  const close = () => {
    halt.current?.abort();
    onClose();
  };
  const running = reading || (progress !== null && !halted && progress.done < progress.total);
  const over = progress !== null && !running;

  return (
    <Modal
      opened
      onClose={close}
      radius="lg"
      size={540}
      fullScreen={!!phone}
      title={t(what === "share" ? "share.all_title" : "share.all_stop_title", { name: column.stage.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          if (ready && !running && !over) void run();
        }}
      >
        <Stack gap="md">
          {!progress && !reading && (
            <>
              <p className={c.hint}>{t("share.all_hint", { count: column.count })}</p>
              {what === "stop" && (
                <ChipRow
                  label={t("share.all_stop_whom")}
                  value={whom}
                  options={[
                    { value: "everybody", label: t("share.all_stop_everybody") },
                    { value: "one", label: t("share.all_stop_one") },
                  ]}
                  onChange={setWhom}
                />
              )}
              {what === "stop" && whom === "one" && (
                <GranteeChoice label={t("share.with")} value={grantee} onChange={asked.setGrantee} />
              )}
              {what === "share" && <ShareFields asked={asked} wrong={() => undefined} />}
            </>
          )}
          {reading && !progress && <p className={c.hint}>{t("share.all_reading")}</p>}
          {progress && (
            <div className={c.progress} role="status">
              <Bar
                value={(progress.done / Math.max(1, progress.total)) * 100}
                aria-label={t("share.all_progress", { done: progress.done, total: progress.total })}
              />
              <span>{t("share.all_progress", { done: progress.done, total: progress.total })}</span>
              <ul className={c.sums}>
                <li data-tone="ok">
                  <IconCheck size={14} aria-hidden /> {t("share.all_done", { count: progress.completed })}
                </li>
                {progress.processing > 0 && (
                  <li>{t("share.all_processing", { count: progress.processing })}</li>
                )}
                {progress.failed.length > 0 && (
                  <li data-tone="bad">{t("share.all_failed", { count: progress.failed.length })}</li>
                )}
              </ul>
              {halted && <p className={c.hint}>{t("share.all_halted")}</p>}
            </div>
          )}
          {progress && progress.failed.length > 0 && (
            <section aria-label={t("share.all_failures")}>
              <h3 className={c.heading}>{t("share.all_failures")}</h3>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard */}
              <ul className={c.failures} tabIndex={0}>
                {progress.failed.map(({ card, code, text }) => (
                  <li key={card.id}>
                    <b dir="auto">{cardName(card)}</b> <small>#{card.number}</small>
                    <span>
                      {i18n.language === "en" ? text : refusalWords({ code, text }, { t, i18n, me })}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Refused error={error} />
          <Group justify="flex-end">
            {running ? (
              <Button variant="default" onClick={() => halt.current?.abort()}>
                {t("share.all_halt")}
              </Button>
            ) : (
              <Button variant={over ? "filled" : "default"} onClick={close}>
                {t(over ? "share.all_close" : "common.cancel")}
              </Button>
            )}
            {!over && (
              <Button type="submit" disabled={!ready} loading={running}>
                {t(what === "share" ? "share.all_do" : "share.all_stop_do", { count: column.count })}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
