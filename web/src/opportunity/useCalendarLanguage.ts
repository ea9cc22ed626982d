import "dayjs/locale/es";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";

/** The calendars name months and days in the page's language. */
export function useCalendarLanguage(): void {
  const { i18n } = useTranslation();
  if (dayjs.locale() !== i18n.language) dayjs.locale(i18n.language);
}
