import { Button } from "@mantine/core";
import { IconVersions } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { announce } from "@/ui/announce";
import { Chip, EmptyState, PersonAvatar } from "@/ui/bits";
import { Failed, Panel, RowsSkeleton } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { versionQuery, versionsQuery } from "./api";
import { useAct, useDraft } from "./editing";
import { NamingProvider, useVocabulary } from "./naming";
import { fingerprint, read } from "./recipe";
import { Reading } from "./Sentence";
import type { Detail } from "./shapes";
import c from "./versions.module.css";

const route = getRouteApi("/shell/automations/$id");

/** Every publication; one of them to be looked at, and to be taken back into the draft. */
export function VersionsTab({ automation }: { automation: Detail }) {
  const { t } = useTranslation();
  const now = useNow();
  const { when, fullTime } = useFormats();
  const navigate = route.useNavigate();
  const { view } = route.useSearch();
  const query = useQuery(versionsQuery(automation.id));
  if (query.isPending) return <RowsSkeleton rows={4} />;
  if (query.isError)
    return <Failed title={t("automation.versions_failed")} error={query.error} retry={query.refetch} />;
  const { items } = query.data;
  const newest = items[0];
  if (!newest)
    return (
      <EmptyState icon={<IconVersions size={24} aria-hidden />} title={t("automation.versions_empty")}>
        {t("automation.versions_empty_hint")}
      </EmptyState>
    );
  const shown = items.find((one) => String(one.number) === view) ?? newest;
  return (
    <div className={c.columns}>
      <ul className={c.list} aria-label={t("automation.tab.versions")}>
        {items.map((one) => (
          <li key={one.number}>
            <button
              type="button"
              aria-current={one.number === shown.number || undefined}
              aria-label={t("automation.version_look", { number: one.number })}
              onClick={() =>
                void navigate({ search: { tab: "versions", view: String(one.number) }, replace: true })
              }
            >
              <span aria-hidden>
                <PersonAvatar person={one.published_by} size={26} />
              </span>
              <span>
                <b>
                  {t("automation.version", { number: one.number })}
                  {one.number === automation.version && automation.state === "live" && (
                    <Chip tone="ok">{t("automation.version_live")}</Chip>
                  )}
                </b>
                <small title={fullTime(one.published_at)}>
                  {t("automation.version_by", {
                    name: one.published_by.name,
                    when: when(one.published_at, now),
                  })}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <One automation={automation} number={shown.number} />
    </div>
  );
}

function One({ automation, number }: { automation: Detail; number: number }) {
  const { t } = useTranslation();
  const act = useAct();
  const vocabulary = useVocabulary();
  const { doc: recipe } = useDraft();
  const navigate = route.useNavigate();
  const query = useQuery(versionQuery(automation.id, number));
  const title = t("automation.version", { number });
  if (query.isPending) return <RowsSkeleton rows={3} height={70} />;
  if (query.isError)
    return <Failed title={t("automation.versions_failed")} error={query.error} retry={query.refetch} />;
  const then = read(query.data.document);
  const same = fingerprint(then) === fingerprint(recipe);
  return (
    <Panel
      title={title}
      note={same ? t("automation.version_is_draft") : undefined}
      actions={
        !same && (
          <Button
            variant="default"
            size="compact-md"
            onClick={() => {
              act({ key: "take_version", values: { number } }, () => then);
              announce(t("automation.version_taken", { number }));
              void navigate({ search: {} });
            }}
          >
            {t("automation.version_take")}
          </Button>
        )
      }
    >
      <NamingProvider vocabulary={vocabulary} names={query.data.names}>
        <Reading recipe={then} />
      </NamingProvider>
    </Panel>
  );
}
