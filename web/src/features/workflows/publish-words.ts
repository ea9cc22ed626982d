import { useTranslation } from "react-i18next";

/** Why a move would have been refused: by its code in the reader's language, in the server's words in English. */
export function useRefusalText(): (refusal: { code: string; text: string }) => string {
  const { t, i18n } = useTranslation();
  return ({ code, text }) => {
    const key = `problem.${code}`;
    return i18n.language !== "en" && i18n.exists(key) ? t(key) : text;
  };
}
