import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStreamState } from "@/lib/stream";
import c from "./bits.module.css";

/** Whether others' changes arrive by themselves right now. */
export function Live() {
  const { t } = useTranslation();
  const state = useStreamState();
  if (state === "connecting") return null;
  return (
    <Tooltip label={t(`live.${state}_hint`)}>
      <span className={c.live} data-state={state} role="status">
        <i aria-hidden />
        {t(`live.${state}`)}
      </span>
    </Tooltip>
  );
}
