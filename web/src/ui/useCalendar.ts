import "dayjs/locale/es";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";

/** What every calendar needs: months and days in the page's language, names for its arrows, no days of other months. */
export function useCalendar() {
  const { t, i18n } = useTranslation();
  if (dayjs.locale() !== i18n.language) dayjs.locale(i18n.language);
  return {
    locale: i18n.language,
    hideOutsideDates: true,
    // The kit paints weekends red, which here means too late.
    weekendDays: [],
    clearButtonProps: { "aria-label": t("common.clear") },
    ariaLabels: {
      previousMonth: t("calendar.previous_month"),
      nextMonth: t("calendar.next_month"),
      previousYear: t("calendar.previous_year"),
      nextYear: t("calendar.next_year"),
      previousDecade: t("calendar.previous_decade"),
      nextDecade: t("calendar.next_decade"),
      monthLevelControl: t("calendar.choose_month"),
      yearLevelControl: t("calendar.choose_year"),
    },
  };
}
