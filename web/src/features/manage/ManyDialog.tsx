import { Button, Group, Modal, Progress, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { Refused } from "@/ui/forms";
import { PHONE } from "@/ui/screen";
import c from "./many.module.css";
import { sumUp } from "./pieces";
import { Refusals } from "./Refusals";
import type { Run } from "./useRun";

export type Rows = ReadonlyMap<string, Opportunity>;

/** One thing with many: what is asked, what would come of it, how far it is, and what became of each. */
export function ManyDialog({
  title,
  rows,
  run,
  count,
  total,
  action,
  ready,
  danger = false,
  onClose,
  children,
}: {
  title: string;
  rows: Rows;
  run: Run;
  /** How many would change. */
  count: number;
  total: number;
  action: string;
  ready: boolean;
  danger?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const sum = useMemo(() => sumUp(run.results), [run.results]);
  const running = run.phase === "running";
  return (
    <Modal
      opened
      onClose={() => !running && onClose()}
      closeOnClickOutside={!running}
      radius="lg"
      size={540}
      fullScreen={!!phone}
      title={title}
      closeButtonProps={{ "aria-label": t("common.close"), disabled: running }}
    >
      {run.phase === "asked" ? (
        <form
          noValidate
          onSubmit={(e) => {
            e.preventDefault();
            if (ready && count > 0) void run.start();
          }}
        >
          <Stack gap="md">
            {children}
            <Refused error={run.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" disabled={!ready || count === 0} {...(danger ? { color: "red.8" } : {})}>
                {action}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="md">
          {running ? (
            <div className={c.progress}>
              <p role="status">{t("manage.progress", { done: run.results.length, total })}</p>
              <Progress
                value={(run.results.length / Math.max(1, total)) * 100}
                animated
                aria-label={t("manage.running")}
              />
            </div>
          ) : (
            <div className={c.result} role="status">
              <b>{t("manage.changed", { count: sum.changed.length })}</b>
              {sum.refused.length > 0 && (
                <span>{t("manage.stayed", { count: run.results.length - sum.changed.length })}</span>
              )}
              {run.halted && <span>{t("manage.halted", { count: total - run.results.length })}</span>}
            </div>
          )}
          {!running && <Refusals refused={sum.refused} rows={rows} />}
          <Refused error={run.error} />
          <Group justify="flex-end">
            {running ? (
              <Button variant="default" onClick={run.halt}>
                {t("manage.halt")}
              </Button>
            ) : (
              <>
                {run.halted && (
                  <Button variant="default" onClick={() => void run.start()}>
                    {t("manage.go_on")}
                  </Button>
                )}
                <Button onClick={onClose} data-autofocus>
                  {t("common.close")}
                </Button>
              </>
            )}
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
