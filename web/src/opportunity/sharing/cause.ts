import type { TFunction } from "i18next";
import type { Share } from "./shapes";

/** Why it ended; of what was stopped, by whom. */
export function causeOf(share: Pick<Share, "cause" | "stopped_by">, t: TFunction): string {
  if (!share.cause) return "";
  if (share.cause === "never_started") return t("share.never_started");
  if (share.cause === "stopped" && share.stopped_by)
    return t("share.cause_stopped_by", { name: share.stopped_by.name });
  return t(`share.cause_${share.cause}`, { defaultValue: share.cause });
}
