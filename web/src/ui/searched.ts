import type { ComboboxItem, ComboboxParsedItem, OptionsFilter } from "@mantine/core";

/** In small letters and without accents: as people compare names. */
export const folded = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Whether a name holds what is typed. */
export const fits = (name: string, typed: string): boolean => folded(name).includes(folded(typed.trim()));

/**
 * For a list that the server searches, also by what is not shown: all of its answer. Until that has come, only what of the
 * answer before fits what is typed now, so that nobody who types fast chooses somebody else.
 */
export const searched =
  (answered: boolean): OptionsFilter =>
  ({ options, search }) => {
    if (answered) return options;
    const fit = (x: ComboboxItem) => fits(x.label, search);
    return options.flatMap((x): ComboboxParsedItem[] => {
      if ("group" in x) return [{ ...x, items: x.items.filter(fit) }];
      return fit(x) ? [x] : [];
    });
  };
