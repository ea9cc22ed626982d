import type { i18n as I18n, TFunction } from "i18next";
import type { Me } from "@/lib/types";

type Page = { t: TFunction; i18n: I18n; me: Me | undefined };

/** Why it can't be shared, and who can change that, in the reader's language; else in the server's words. */
export function refusalWords(refusal: { code: string; text: string }, { t, i18n, me }: Page): string {
  if (refusal.code === "feature_off" || refusal.code === "switched_off")
    return t(me?.may.configure ? "share.refused_off_configure" : "share.refused_off");
  const key = `share.refused_${refusal.code}`;
  return i18n.exists(key) ? t(key) : refusal.text;
}
