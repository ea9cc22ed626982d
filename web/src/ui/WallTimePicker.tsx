import { DateTimePicker, type DateTimePickerProps } from "@mantine/dates";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { useCalendar } from "./useCalendar";

type Props = Omit<DateTimePickerProps, "aria-label" | "label" | "value" | "valueFormat"> & {
  /** What it asks for: shown above it, or only read aloud where the place says it. */
  label: string;
  labelled?: "above" | "aloud";
  value: string | null;
  valueFormat?: string;
};

/** A day and a time by the wall clock; every part of it has a name. */
export function WallTimePicker({
  label,
  labelled = "above",
  value,
  valueFormat = "ddd D MMM YYYY, HH:mm",
  ...rest
}: Props) {
  const { t } = useTranslation();
  const calendar = useCalendar();
  return (
    <DateTimePicker
      {...calendar}
      {...(labelled === "above" ? { label } : {})}
      aria-label={value ? `${label}: ${dayjs(value).format(valueFormat)}` : label}
      valueFormat={valueFormat}
      value={value}
      timePickerProps={{
        hoursInputLabel: t("follow_up.hours"),
        minutesInputLabel: t("follow_up.minutes"),
        secondsInputLabel: t("follow_up.seconds"),
      }}
      submitButtonProps={{ "aria-label": t("calendar.take") }}
      {...rest}
    />
  );
}
