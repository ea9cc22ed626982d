import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { PageHead } from "@/ui/bits";
import { Failed, PageBody, ReadOnly, RowsSkeleton } from "@/ui/page";
import { automationQuery, wordsQuery } from "./api";
import { Builder } from "./Builder";
import { NamingProvider } from "./naming";
import { vocabularyOf } from "./vocabulary";

const route = getRouteApi("/shell/automations/$id");

/** One automation: its recipe, its runs, what it would have done, its versions. */
export function AutomationPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const me = useMe();
  const automation = useQuery({ ...automationQuery(id), enabled: !!me?.may.configure });
  const words = useQuery({ ...wordsQuery, enabled: !!me?.may.configure });
  const vocabulary = useMemo(
    () => words.data && vocabularyOf(words.data, (key) => t(`automation.${key}`)),
    [words.data, t],
  );
  if (me && !me.may.configure)
    return (
      <>
        <PageHead title={t("nav.automations")} />
        <PageBody>
          <ReadOnly>{t("setup.read_only")}</ReadOnly>
        </PageBody>
      </>
    );
  if (automation.data && vocabulary)
    return (
      <NamingProvider vocabulary={vocabulary} names={automation.data.names}>
        <Builder key={id} automation={automation.data} />
      </NamingProvider>
    );
  const failed = automation.error ?? words.error;
  if (failed)
    return (
      <Failed
        title={t("automation.failed_one")}
        error={failed}
        retry={() => Promise.all([automation.refetch(), words.refetch()])}
      />
    );
  return (
    <>
      <PageHead title="…" />
      <PageBody>
        <RowsSkeleton rows={5} height={90} />
      </PageBody>
    </>
  );
}
