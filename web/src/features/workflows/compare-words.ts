import type { TFunction } from "i18next";
import type { DraftDocument } from "./publishing-api";

type Sections = Pick<DraftDocument, "sections">;

/** What attributes are called, by key; the last document has the last word. */
export const labelsOf = (...documents: readonly Sections[]): ReadonlyMap<string, string> =>
  new Map(
    documents.flatMap(({ sections }) =>
      sections.flatMap(({ attributes }) => attributes.map((one) => [one.key, one.label] as const)),
    ),
  );

/** A side of a detail as people call it, where the file has keys, parted by commas: attributes, roles, triggers. */
export function inWords(
  t: TFunction,
  labels: ReadonlyMap<string, string>,
): (what: string, said: string) => string {
  const attribute = (key: string) =>
    labels.get(key) ?? t(`attribute.${key.replace(".", "_")}`, { defaultValue: key });
  const words: Record<string, (key: string) => string> = {
    attributes: attribute,
    required: attribute,
    carry: attribute,
    roles: (key) => t(`role.${key}`, { defaultValue: key }),
    triggers: (key) => t(`workflow.trigger.${key}`, { defaultValue: key }),
  };
  return (what, said) => {
    const word = words[what];
    return word ? said.split(", ").map(word).join(", ") : said;
  };
}
