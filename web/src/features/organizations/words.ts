/** As the server knows them; each has a name and a sentence in the locales. */
export const ROLES = ["administrator", "manager", "director", "professional", "lead_generator"] as const;
export type Role = (typeof ROLES)[number];

const LICENSED = new Set<string>(["manager", "director", "professional"]);

/** Director, manager and professional have a sales licence by default (O3). */
export const licenceOf = (roles: readonly string[]): boolean => roles.some((role) => LICENSED.has(role));

/** What is sent: null follows the roles, so that a later change of role takes the licence along. */
export const licenceToSend = (roles: readonly string[], licence: boolean): boolean | null =>
  licence === licenceOf(roles) ? null : licence;

export const SWITCHES = ["sharing", "share_automation", "handover", "cross_silo", "potential"] as const;
export type Switch = (typeof SWITCHES)[number];

/** These two hold for a whole family and are the parent's to switch, for both directions (O6). */
export const isParents = (name: Switch): boolean => name === "handover" || name === "cross_silo";

export const CHANNEL_KINDS = [
  "in_person",
  "voice",
  "email",
  "whatsapp",
  "sms",
  "web_form",
  "lead_ads",
  "adf",
  "simulator",
] as const;

export const SCOPES = ["read", "write", "configure", "import"] as const;

/** Languages that organizations here write in; another one is kept when it is set already. */
const LOCALES = [
  "en en-US en-GB en-CA en-AU en-IE en-IN en-ZA es es-ES es-MX es-AR es-CO es-CL es-US de de-DE de-AT de-CH",
  "fr fr-FR fr-CA fr-CH it it-IT it-CH pt pt-PT pt-BR nl nl-NL nl-BE da sv nb fi is et lv lt pl cs sk hu ro bg el",
  "hr sl sr uk tr he ar hi id ms th vi ja ko zh-Hans zh-Hant",
].flatMap((row) => row.split(" "));

type Named = { value: string; label: string };
const byLabel = (a: Named, b: Named) => a.label.localeCompare(b.label);

/** Each once, by its name in the reader's language; what is set already is among them even if unknown. */
function named(
  codes: readonly string[],
  current: string,
  type: Intl.DisplayNamesType,
  language: string,
): Named[] {
  const names = new Intl.DisplayNames([language], { type, fallback: "code" });
  const label = (code: string): string => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  return [...new Set([...codes, current])].filter(Boolean).map((value) => ({ value, label: label(value) }));
}

export const localeChoices = (current: string, language: string): Named[] =>
  named(LOCALES, current, "language", language).sort(byLabel);

export const currencyChoices = (current: string, language: string): Named[] =>
  named(Intl.supportedValuesOf("currency"), current, "currency", language)
    .map((x) => ({ ...x, label: `${x.value} · ${x.label}` }))
    .sort(byLabel);

export const zoneChoices = (current: string): Named[] =>
  [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current])]
    .filter(Boolean)
    .sort()
    .map((value) => ({ value, label: value.replaceAll("_", " ") }));
