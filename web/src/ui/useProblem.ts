import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";

/** A refusal as a sentence in the reader's language: by its code where the page knows it, else in the server's words. */
export function useProblem(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    if (!isApiError(error)) return t("error.broken_hint");
    const key = `problem.${error.code}`;
    // The server's English says more than a general sentence; other languages have only ours.
    if (i18n.exists(key) && (i18n.language !== "en" || error.status === 0)) return t(key);
    return error.message;
  };
}
