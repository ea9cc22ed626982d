import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { useFormats } from "@/ui/useFormats";
import { cityOf } from "@/ui/zones";
import { clocksOf } from "./clocks";
import type { Grantee, Preview } from "./shapes";

/** From when to when, in words: by one's own clock, and by the grantee's where that shows something else. */
export function useClocks(
  { grantee, begins }: { grantee: Grantee | null; begins: "now" | "later" },
  preview: Pick<Preview, "starts_at" | "ends_at"> | undefined,
): { zone: string; words: string; whose: string | null }[] {
  const { t } = useTranslation();
  const me = useMe();
  const { locale } = useFormats();
  const { starts_at, ends_at } = preview ?? {};
  if (!grantee || !starts_at || !ends_at) return [];
  const clocks = clocksOf({ starts_at, ends_at }, [me?.time_zone ?? null, grantee.zone], locale);
  return clocks.map(({ zone, starts, ends }, i) => ({
    zone,
    words: begins === "later" ? t("share.from_until", { starts, ends }) : t("share.now_until", { ends }),
    whose:
      clocks.length === 1
        ? null
        : i === 0
          ? t("share.your_time", { city: cityOf(zone) })
          : t("share.their_time", { name: grantee.name, city: cityOf(zone) }),
  }));
}
