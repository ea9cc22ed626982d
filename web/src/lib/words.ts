import i18n from "i18next";

const files = import.meta.glob<Record<string, unknown>>("../locales/**/*.json", { import: "default" });
/** What was opened says, as folders of words: everybody's words, then those of set-up, of sharing. */
const parts = new Set([""]);
const loaded = new Set<string>();

/** Fetches a language's words, of all that was opened until now. */
export async function load(language: string): Promise<void> {
  const wanted = [...parts].map((part) => `../locales/${part}${language}.json`);
  await Promise.all(
    wanted.map(async (name) => {
      const file = files[name];
      if (!file || loaded.has(name)) return;
      i18n.addResourceBundle(language, "translation", await file(), true);
      loaded.add(name);
    }),
  );
}

/** For what few open: its words come with it, in the language in use and in each that is chosen later. */
export async function speakOf(part: string): Promise<void> {
  parts.add(`${part}/`);
  await load(i18n.language);
}

/** A part of the page that comes with its words. */
export const withWords = async <T>(part: string, module: Promise<T>): Promise<T> =>
  (await Promise.all([module, speakOf(part)]))[0];
