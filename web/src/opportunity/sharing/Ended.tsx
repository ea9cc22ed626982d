import { Button } from "@mantine/core";
import { IconHourglassEmpty } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { announce } from "@/ui/announce";
import { when } from "@/ui/formats";
import { useFormats } from "@/ui/useFormats";
import c from "./ending.module.css";
import { TypedBox } from "./Typed";
import type { TypedLine } from "./typed";

/** Instead of the opportunity, from the instant on at which access to it ended; nothing typed is lost. */
export default function Ended({
  at,
  number,
  giver,
  lines,
  close,
}: {
  /** When; null where it was stopped and nobody said when. */
  at: string | null;
  number: number;
  giver: string | undefined;
  lines: readonly TypedLine[];
  close: () => void;
}) {
  const { t } = useTranslation();
  const { style, fullTime } = useFormats();
  const now = useNow();
  const ended = at ? when(at, now, style) : null;
  const title = ended
    ? t(`share.ended_${ended.key.replace("when.", "")}`, ended.values)
    : t("share.ended_early");
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once
  useEffect(() => {
    announce(title);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={c.ended}>
      <span className={c.endedIcon}>
        <IconHourglassEmpty size={26} stroke={1.6} aria-hidden />
      </span>
      <h2 ref={heading} tabIndex={-1} title={at ? fullTime(at) : undefined}>
        {title}
      </h2>
      <p>
        {t("share.ended_hint", { number })}{" "}
        {giver ? t("share.ended_ask", { name: giver }) : t("share.ended_ask_anybody")}
      </p>
      <TypedBox lines={lines} />
      <Button variant="light" onClick={close}>
        {t("common.close")}
      </Button>
    </div>
  );
}
