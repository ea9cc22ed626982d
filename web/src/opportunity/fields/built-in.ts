import type { Field } from "./conditions";

const builtIn = (key: string, type: string): Field => ({
  key,
  label: key,
  type,
  options: [],
  section: "",
  builtIn: true,
});

/** What every opportunity has, whatever its workflow. */
export const BUILT_IN: readonly Field[] = [
  builtIn("title", "text"),
  builtIn("amount", "money"),
  builtIn("follow_up_at", "datetime"),
  builtIn("description", "long_text"),
  builtIn("contact.first_name", "text"),
  builtIn("contact.last_name", "text"),
  builtIn("contact.email", "email"),
  builtIn("contact.phone", "phone"),
  builtIn("account.name", "text"),
];

/** The filters that another team's workflow understands too. */
export const portable = (filters: readonly string[] | undefined): string[] | undefined => {
  const kept = filters?.filter((text) => BUILT_IN.some((field) => text.startsWith(`${field.key}:`)));
  return kept && kept.length > 0 ? kept : undefined;
};
