import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconGripVertical,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { Chip, Hidden } from "@/ui/bits";
import { arrow, focusRow, useRow } from "@/ui/sorting";
import { useFormats } from "@/ui/useFormats";
import { useSwitch } from "./acts";
import { stepIcon, triggerIcon } from "./icons";
import c from "./list.module.css";
import { useSaying } from "./naming";
import { triggerOf } from "./recipe";
import { StateChip } from "./State";
import type { Line } from "./shapes";

export const ROW = "automation";

/** One automation: what it does in a sentence, whether it runs, and what came of it today. */
export function AutomationRow({
  line,
  number,
  can,
  onStep,
  onRemove,
}: {
  line: Line;
  number: number;
  can: { up: boolean; down: boolean };
  onStep: (way: "up" | "down") => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const now = useNow();
  const { when, fullTime } = useFormats();
  const { trigger: say } = useSaying();
  const change = useSwitch();
  const { ref, dragged, edge } = useRow<HTMLLIElement>(ROW, line.id, "");
  const trigger = triggerOf(line.trigger);
  const Icon = triggerIcon(trigger.type);
  const step = (way: "up" | "down") => {
    onStep(way);
    focusRow(line.id);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const way = arrow(e);
    if (!way) return;
    e.preventDefault();
    step(way);
  };
  return (
    <li
      ref={ref}
      className={c.row}
      data-dragged={dragged || undefined}
      data-edge={edge ?? undefined}
      data-state={line.state}
    >
      <span className={c.order}>
        <IconGripVertical size={15} stroke={1.8} aria-hidden />
        <span aria-hidden>{number}</span>
      </span>
      <span className={c.icon} aria-hidden>
        <Icon size={19} stroke={1.6} />
      </span>
      <div className={c.what}>
        <p className={c.title}>
          <Link
            to="/automations/$id"
            params={{ id: line.id }}
            className={c.name}
            data-row={line.id}
            dir="auto"
            draggable={false}
            aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
            onKeyDown={onKeyDown}
          >
            {line.name}
          </Link>
          <StateChip automation={line} />
          {line.changed && line.version !== null && (
            <span title={t("automation.unpublished_hint")}>
              <Chip tone="blue">{t("automation.unpublished")}</Chip>
            </span>
          )}
        </p>
        <p className={c.does}>
          <span>{trigger.type ? say(trigger) : t("automation.summary_nothing")}</span>
          {line.does.length > 0 && (
            <span className={c.steps}>
              {line.does.map((what, i) => {
                const Sign = stepIcon(what);
                return (
                  <span key={i}>
                    <Sign size={14} stroke={1.7} aria-hidden />
                    {t(`automation.do.${what}`, { defaultValue: what })}
                  </span>
                );
              })}
            </span>
          )}
        </p>
      </div>
      <p className={c.runs}>
        {line.last_run_at ? (
          <>
            <span>
              {line.runs.day > 0
                ? t("automation.runs_today", { count: line.runs.day })
                : t("automation.no_runs_today")}
              {line.runs.failed > 0 && (
                <b>
                  {" · "}
                  {t("automation.failed_today", { count: line.runs.failed })}
                </b>
              )}
            </span>
            <small>
              <time dateTime={line.last_run_at} title={fullTime(line.last_run_at)}>
                {t("automation.last_ran", { when: when(line.last_run_at, now) })}
              </time>
            </small>
          </>
        ) : (
          <small>{t("automation.never_ran")}</small>
        )}
      </p>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={34}
            className={c.more}
            aria-label={t("automation.actions", { name: line.name })}
          >
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {line.state === "live" && (
            <Menu.Item
              leftSection={<IconPlayerPause size={15} aria-hidden />}
              onClick={() => change.mutate(line)}
            >
              {t("automation.pause")}
            </Menu.Item>
          )}
          {line.state === "paused" && (
            <Menu.Item
              leftSection={<IconPlayerPlay size={15} aria-hidden />}
              onClick={() => change.mutate(line)}
            >
              {t("automation.resume")}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconArrowUp size={15} aria-hidden />}
            disabled={!can.up}
            onClick={() => step("up")}
          >
            {t("automation.move_up")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown size={15} aria-hidden />}
            disabled={!can.down}
            onClick={() => step("down")}
          >
            {t("automation.move_down")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} aria-hidden />} onClick={onRemove}>
            {t("automation.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Hidden>{change.isPending ? t("common.saving") : ""}</Hidden>
    </li>
  );
}
