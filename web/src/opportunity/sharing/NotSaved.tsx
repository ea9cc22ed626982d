import { Alert } from "@mantine/core";
import { IconHourglassEmpty } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { useFormats } from "@/ui/useFormats";
import c from "./ending.module.css";
import { TypedBox } from "./Typed";
import type { TypedLine } from "./typed";

/** A change that came after the share which allowed it had ended, while one may still look at the opportunity. */
export default function NotSaved({
  at,
  lines,
  close,
}: {
  at: string | null;
  lines: readonly TypedLine[];
  close: () => void;
}) {
  const { t } = useTranslation();
  const { when } = useFormats();
  const now = useNow();
  return (
    <div className={c.notSaved}>
      <Alert
        color="yellow"
        icon={<IconHourglassEmpty size={16} aria-hidden />}
        role="alert"
        withCloseButton
        closeButtonLabel={t("common.close")}
        onClose={close}
      >
        {at ? t("share.not_saved_at", { time: when(at, now) }) : t("share.not_saved")}
      </Alert>
      <TypedBox lines={lines} />
    </div>
  );
}
