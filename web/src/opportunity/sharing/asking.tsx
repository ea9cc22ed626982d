import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref, Schemas } from "@/lib/types";
import { LaterPicker } from "@/ui/LaterPicker";
import { useFormats } from "@/ui/useFormats";
import { AccessChoice } from "./AccessChoice";
import { previewQuery } from "./api";
import { GranteeChoice } from "./GranteeChoice";
import { ChipRow, LastingChoice } from "./LastingChoice";
import { bodyOf, type Lasting } from "./lasting";
import { type Access, type Grantee, type Terms, toWhom, whomOf } from "./shapes";

const USUAL = { default_days: 90, maximum_days: 365 };

/** With whom, for how long, from when, to do what: as a person chooses it, and as it is sent (S1). */
export function useAsked(told: Pick<Terms, "default_days" | "maximum_days"> | undefined) {
  const formats = useFormats();
  const terms = told ?? USUAL;
  const [grantee, setGrantee] = useState<Grantee | null>(null);
  const [chosen, setLasting] = useState<Lasting | null>(null);
  const lasting: Lasting = chosen ?? { kind: "for", amount: terms.default_days, unit: "days" };
  const [begins, setBegins] = useState<"now" | "later">("now");
  const [startWall, setStartWall] = useState<string | null>(null);
  const [access, setAccess] = useState<Access>("view");
  const lasts = bodyOf(lasting, formats.fromWall);
  const startsAt = begins === "later" && startWall ? formats.fromWall(startWall) : null;
  const startMissing = begins === "later" && !startsAt;
  const complete = lasts !== null && lasts !== "skipped" && !startMissing;
  const body: Schemas["ShareIn"] | null =
    grantee && complete
      ? { ...toWhom(grantee), ...lasts, access, ...(startsAt ? { starts_at: startsAt } : {}) }
      : null;
  return {
    terms,
    grantee,
    setGrantee,
    lasting,
    setLasting,
    lasts,
    begins,
    setBegins,
    startWall,
    setStartWall,
    startsAt,
    access,
    setAccess,
    /** All is said but with whom. */
    complete,
    body,
    /** The same text for the same thing. */
    meant: JSON.stringify(body),
  };
}
export type Asked = ReturnType<typeof useAsked>;

/** What it would come to for one opportunity, with who is chosen now; `settled` once it is said of all that is asked now. */
export function usePreview(opportunity: string, { meant, grantee }: Asked) {
  const [asked] = useDebouncedValue(meant, 180);
  const body = JSON.parse(asked) as Schemas["ShareIn"] | null;
  const { data, isFetching } = useQuery(previewQuery(opportunity, body));
  // What somebody else has already must not be said of who was just chosen.
  const isTheirs = whomOf(body) === grantee?.id;
  return { preview: isTheirs ? data : undefined, settled: asked === meant && !isFetching };
}

export function ShareFields({
  asked,
  owner,
  tried = false,
  wrong,
}: {
  asked: Asked;
  /** Who can't be shared with. */
  owner?: Ref | null;
  /** It was to be sent: what is missing is said. */
  tried?: boolean;
  /** What is wrong with any of some fields. */
  wrong: (...names: string[]) => string | undefined;
}) {
  const { t } = useTranslation();
  const missing = (is: boolean) => (tried && is ? t("form.required") : undefined);
  const { grantee, lasting, lasts, begins, startWall } = asked;
  return (
    <>
      <GranteeChoice
        label={t("share.with")}
        value={grantee}
        onChange={asked.setGrantee}
        {...(owner === undefined ? {} : { owner })}
        error={wrong("member", "team") ?? missing(!grantee)}
      />
      <LastingChoice
        label={t("share.for")}
        value={lasting}
        onChange={asked.setLasting}
        terms={asked.terms}
        from={asked.startsAt ?? undefined}
        error={wrong("minutes", "days", "ends_at") ?? missing(lasts === null)}
      />
      <ChipRow
        label={t("share.starts")}
        value={begins}
        options={[
          { value: "now", label: t("share.starts_now") },
          { value: "later", label: t("share.starts_later") },
        ]}
        onChange={asked.setBegins}
      >
        {begins === "later" && (
          <LaterPicker
            label={t("share.starts")}
            placeholder={t("share.starts_placeholder")}
            value={startWall}
            onChange={asked.setStartWall}
            error={wrong("starts_at") ?? missing(!startWall)}
          />
        )}
      </ChipRow>
      <AccessChoice value={asked.access} onChange={asked.setAccess} />
    </>
  );
}
