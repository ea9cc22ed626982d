import type { TFunction } from "i18next";
import type { Share } from "./shapes";

type Ended = Pick<Share, "cause" | "stopped_by" | "stopped_by_automation">;

/** Why it ended; of what was stopped, by whom: an automation stops under its own name, not under its author's. */
export function causeOf(share: Ended, t: TFunction): string {
  if (!share.cause) return "";
  if (share.cause === "never_started") return t("share.never_started");
  const { stopped_by: somebody, stopped_by_automation: automation } = share;
  if (share.cause === "stopped" && automation)
    return automation.name
      ? t("share.cause_stopped_by_automation", { name: automation.name })
      : t("share.cause_stopped_by", { name: t("share.an_automation") });
  if (share.cause === "stopped" && somebody) return t("share.cause_stopped_by", { name: somebody.name });
  return t(`share.cause_${share.cause}`, { defaultValue: share.cause });
}
