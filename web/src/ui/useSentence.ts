import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/types";

/** A sentence of the server's (its key and values) in the reader's language; an unknown key is at least readable. */
export function useSentence(): (text: Schemas["TextOut"], kind: string) => string {
  const { t, i18n } = useTranslation();
  return (text, kind) => {
    const values = Object.fromEntries(Object.entries(text.values).map(([k, v]) => [k, readable(v)]));
    for (const key of [text.key, kind]) {
      const full = `said.${key}`;
      if (i18n.exists(full)) return t(full, values);
    }
    return (text.key || kind).replace(/[._]/g, " ");
  };
}

const readable = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "name" in value ? value.name : (value ?? "");
