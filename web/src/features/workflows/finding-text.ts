import type { i18n, TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Finding } from "./publishing-api";

type Found = Pick<Finding, "code" | "text" | "values">;

/**
 * What the check found, in the reader's language; in the server's words where the page has none for it. Where a value
 * is empty, "CODE_none" is said: nobody else may, the message has no name.
 */
export function findingText(
  t: TFunction,
  { exists, language }: Pick<i18n, "exists" | "language">,
  { code, text, values }: Found,
): string {
  const empty = Object.values(values).some((value) => value.length === 0);
  const key = [...(empty ? [`finding.${code}_none`] : []), `finding.${code}`].find((one) => exists(one));
  if (key === undefined) return text;
  const listed = (name: string, items: string[]): string =>
    name === "roles"
      ? new Intl.ListFormat(language, { type: "disjunction" }).format(
          items.map((role) => t(`role.${role}`, { defaultValue: role })),
        )
      : new Intl.ListFormat(language, { type: "conjunction" }).format(items);
  return t(
    key,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === "string" ? value : listed(name, value),
      ]),
    ),
  );
}

export function useFindingText(): (finding: Found) => string {
  const { t, i18n } = useTranslation();
  return (finding) => findingText(t, i18n, finding);
}
