import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { DatePicker, TimePicker } from "@mantine/dates";
import { IconTrash } from "@tabler/icons-react";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCalendar } from "@/ui/useCalendar";
import { useFormats } from "@/ui/useFormats";
import c from "./quick.module.css";
import { shortcutTimes } from "./shortcut-times";

type Props = {
  value: string | null;
  now: number;
  onSave: (value: string | null) => void;
  onCancel: () => void;
};

/** When to follow up, in the viewer's zone: shortcuts save at once; else a day, a time, Save, Cancel, and a bin (B4). */
export default function FollowUpEditor({ value, now, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const { toWall, fromWall, zone } = useFormats();
  const calendar = useCalendar();
  const start = value
    ? toWall(value)
    : `${dayjs(toWall(new Date(now).toISOString()))
        .add(1, "day")
        .format("YYYY-MM-DD")} 09:00:00`;
  const [day, setDay] = useState<string | null>(start.slice(0, 10));
  const [time, setTime] = useState(start.slice(11, 16));
  const instant = day && /^\d\d:\d\d/.test(time) ? fromWall(`${day} ${time.slice(0, 5)}:00`) : null;
  const skipped = !!day && !!time && instant === null;
  return (
    <div className={c.editor}>
      <fieldset className={c.presets}>
        <legend>{t("follow_up.shortcuts")}</legend>
        {shortcutTimes(now, zone).map((s) => (
          <button key={s.key} type="button" className={c.chip} onClick={() => onSave(s.at)}>
            {t(`follow_up.${s.key}`, { time: "9:00" })}
          </button>
        ))}
      </fieldset>
      <DatePicker
        {...calendar}
        value={day}
        onChange={setDay}
        highlightToday
        defaultDate={day ?? undefined}
        size="sm"
      />
      <TimePicker
        label={t("follow_up.time")}
        value={time}
        onChange={setTime}
        error={skipped ? t("follow_up.skipped") : undefined}
        hoursInputLabel={t("follow_up.hours")}
        minutesInputLabel={t("follow_up.minutes")}
      />
      <Group justify="space-between" gap="xs" mt={4}>
        {value ? (
          <Tooltip label={t("follow_up.clear")}>
            <ActionIcon
              variant="subtle"
              color="red"
              size={34}
              aria-label={t("follow_up.clear")}
              onClick={() => onSave(null)}
            >
              <IconTrash size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        ) : (
          <span />
        )}
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={onCancel}>
            {t("common.cancel")}
          </Button>
          <Button size="xs" disabled={!instant} onClick={() => instant && onSave(instant)}>
            {t("common.save")}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
