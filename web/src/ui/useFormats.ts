import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import * as formats from "./formats";

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The formats, with the viewer's language and zone filled in. */
export function useFormats() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const language = i18n.language;
  const home = me?.organization.locale;
  const zone = me?.time_zone ?? browserZone;
  return useMemo(() => {
    // The organization's locale refines the language chosen (en-GB for English), it never replaces it.
    const locale = home?.replace("_", "-").startsWith(language) ? home.replace("_", "-") : language;
    const style: formats.Style = { locale, zone };
    return {
      style,
      zone,
      locale,
      money: (amount: string, currency: string) => formats.money(amount, currency, style),
      sum: (amount: string, currency: string) => formats.sum(amount, currency, style),
      sums: (amounts: readonly { amount: string; currency: string }[]) =>
        amounts.map((a) => formats.sum(a.amount, a.currency, style)).join(" + "),
      sign: (currency: string) => formats.signOf(currency, style),
      count: (value: number) => formats.count(value, style),
      percent: (share: number) => formats.percent(share, style),
      due: (iso: string | null, now: number) => formats.due(iso, now, style),
      when: (iso: string, now: number) => {
        const words = formats.when(iso, now, style);
        return t(words.key, words.values);
      },
      fullTime: (iso: string) => formats.fullTime(iso, style),
      exactTime: (iso: string) => formats.exactTime(iso, style),
      briefDateTime: (iso: string) => formats.briefDateTime(iso, style),
      shortDateTime: (iso: string) => formats.shortDateTime(iso, style),
      calendarDate: (iso: string) => formats.calendarDate(iso, style),
      plainDate: (day: string) => formats.plainDate(day, style),
      toWall: (iso: string) => formats.toWall(iso, zone),
      fromWall: (wall: string) => formats.fromWall(wall, zone),
    };
  }, [home, language, zone, t]);
}
export type Formats = ReturnType<typeof useFormats>;
