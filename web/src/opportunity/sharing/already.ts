import type { TFunction } from "i18next";
import type { Access, Preview } from "./shapes";

const RANK = { view: 1, modify: 2, work: 3 };

/** What somebody has without this share; and, where it holds as long and allows as much, that this one would add nothing. */
export function alreadyWords(
  already: NonNullable<Preview["already"]>,
  {
    name,
    access,
    until,
    t,
    shortDateTime,
  }: {
    name: string;
    access: Access;
    until: string | null;
    t: TFunction;
    shortDateTime: (iso: string) => string;
  },
): string {
  const { level, until: end } = already;
  const said = end
    ? t(`share.already_${level}_until`, { name, time: shortDateTime(end) })
    : t(`share.already_${level}`, { name });
  const lasts = end === null || (until !== null && Date.parse(until) <= Date.parse(end));
  const adds = !lasts || RANK[level] < RANK[access];
  return adds ? said : `${said} ${t("share.already_enough")}`;
}
