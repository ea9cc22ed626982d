import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";

/** A refusal as the server says it in the reader's language; the page has words for what the server can't say, or not well. */
export function useProblem(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    if (!isApiError(error)) return t("error.broken_hint");
    const key = `problem.${error.code}`;
    return i18n.exists(key) ? t(key) : error.message;
  };
}
