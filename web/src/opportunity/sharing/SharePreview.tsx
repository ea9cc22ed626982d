import { Skeleton } from "@mantine/core";
import {
  IconAddressBook,
  IconBuilding,
  IconChecklist,
  IconEye,
  IconLock,
  IconNote,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import type { Opportunity } from "@/lib/types";
import { useFormats } from "@/ui/useFormats";
import { alreadyWords } from "./already";
import type { Asked } from "./asking";
import { refusalWords } from "./refusals";
import type { Preview } from "./shapes";
import c from "./sharing.module.css";
import { useClocks } from "./useClocks";

/** What it would come to: from when to when by both persons' clocks, what becomes visible, and what never does. */
export function SharePreview({
  o,
  asked,
  preview,
}: {
  o: Pick<Opportunity, "contact">;
  asked: Asked;
  preview: Preview | undefined;
}) {
  const { t, i18n } = useTranslation();
  const { count, shortDateTime } = useFormats();
  const me = useMe();
  const { grantee } = asked;
  const clocks = useClocks(asked, preview);
  if (!grantee) return <p className={c.previewEmpty}>{t("share.choose_first")}</p>;
  if (!asked.complete) return <p className={c.previewEmpty}>{t("share.say_when")}</p>;
  if (!preview) return <Skeleton height={128} radius={10} />;
  const refused = preview.refusal && preview.refusal.fields.length === 0 ? preview.refusal : null;
  const { opens, people } = preview;
  const counted = [
    { n: opens.notes + opens.activities, Icon: IconNote, key: "share.opens_notes" },
    { n: opens.tasks, Icon: IconChecklist, key: "share.opens_tasks" },
  ].filter((x) => x.n > 0);
  return (
    <section className={c.preview} aria-label={t("share.preview")} aria-live="polite">
      {refused ? (
        <p className={c.refused} role="alert">
          {refusalWords(refused, { t, i18n, me })}
        </p>
      ) : (
        clocks.length > 0 && (
          <ul className={c.clocks}>
            {clocks.map(({ zone, words, whose }) => (
              <li key={zone}>
                <span>{words}</span>
                {whose && <small>{whose}</small>}
              </li>
            ))}
          </ul>
        )
      )}
      {preview.already && !refused && (
        <p className={c.never}>
          <IconEye size={14} stroke={1.7} aria-hidden />
          <span>
            {alreadyWords(preview.already, {
              name: grantee.name,
              access: asked.access,
              until: preview.ends_at,
              t,
              shortDateTime,
            })}
          </span>
        </p>
      )}
      <div className={c.opens}>
        <span className={c.opensLabel}>
          {grantee.kind === "team"
            ? t("share.opens_team", { count: people, team: grantee.name })
            : t("share.opens", { name: grantee.name })}
        </span>
        <ul>
          {opens.contact && (
            <li>
              <IconAddressBook size={14} stroke={1.7} aria-hidden />
              {t("share.opens_contact")}
            </li>
          )}
          {opens.account && (
            <li>
              <IconBuilding size={14} stroke={1.7} aria-hidden />
              {t("share.opens_account")}
            </li>
          )}
          {counted.map(({ n, Icon, key }) => (
            <li key={key}>
              <Icon size={14} stroke={1.7} aria-hidden />
              {t(key, { count: n, formatted: count(n) })}
            </li>
          ))}
        </ul>
      </div>
      <p className={c.never}>
        <IconLock size={14} stroke={1.7} aria-hidden />
        <span>
          {o.contact
            ? t("share.never", { contact: o.contact.name, name: grantee.name })
            : t("share.never_bare", { name: grantee.name })}
        </span>
      </p>
    </section>
  );
}
