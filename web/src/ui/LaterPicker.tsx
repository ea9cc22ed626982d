import { useTranslation } from "react-i18next";
import { serverNow } from "@/lib/clock";
import { useFormats } from "./useFormats";
import { WallTimePicker } from "./WallTimePicker";

/** A day and a time still to come, below the choice that asks for it; a time that a clock change skips is refused. */
export function LaterPicker({
  label,
  placeholder,
  from,
  value,
  onChange,
  error,
}: {
  label: string;
  placeholder: string;
  /** The instant whose day is the first that can be chosen; now if not said. */
  from?: string | undefined;
  value: string | null;
  onChange: (wall: string | null) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const { toWall, fromWall } = useFormats();
  const skipped = value && !fromWall(value) ? t("follow_up.skipped") : undefined;
  return (
    <WallTimePicker
      labelled="aloud"
      label={label}
      placeholder={placeholder}
      mt={8}
      size="sm"
      maw={260}
      minDate={toWall(from ?? new Date(serverNow()).toISOString()).slice(0, 10)}
      value={value}
      onChange={onChange}
      error={error ?? skipped}
    />
  );
}
