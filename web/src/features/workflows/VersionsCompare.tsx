import { Alert, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { Failed, RowsSkeleton } from "@/ui/page";
import { useProblem } from "@/ui/useProblem";
import { draftQuery } from "./api";
import { CompareView } from "./CompareView";
import { compareQuery, type Draft, versionQuery } from "./publishing-api";
import c from "./versions.module.css";

type Props = {
  workflow: Ref;
  from: number;
  to: number | "draft";
  /** Of the draft, which makes another comparison of it. */
  revision: number | undefined;
  unsaved: boolean;
  save: () => Promise<Draft>;
};

export function VersionsCompare({ workflow, from, to, revision, unsaved, save }: Props) {
  const { t } = useTranslation();
  const query = useQuery(compareQuery(workflow.id, from, to, to === "draft" ? revision : undefined));
  const before = useQuery(versionQuery(workflow.id, from)).data?.document;
  const version = useQuery({ ...versionQuery(workflow.id, Number(to)), enabled: to !== "draft" });
  const draft = useQuery({ ...draftQuery(workflow.id), enabled: to === "draft" });
  const after = to === "draft" ? draft.data?.document : version.data?.document;
  return (
    <div className={c.compared}>
      {unsaved && to === "draft" && <Unsaved save={save} />}
      {query.isError ? (
        <Failed title={t("versions.failed")} error={query.error} retry={query.refetch} />
      ) : query.data ? (
        <CompareView comparison={query.data} documents={before && after ? { before, after } : undefined} />
      ) : (
        <RowsSkeleton rows={4} height={36} />
      )}
    </div>
  );
}

function Unsaved({ save }: { save: () => Promise<Draft> }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [error, setError] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const send = () => {
    setSaving(true);
    setError(null);
    save()
      .catch(setError)
      .finally(() => setSaving(false));
  };
  return (
    <Alert color="yellow">
      <div className={c.unsaved}>
        <span role={error ? "alert" : undefined}>{error ? problem(error) : t("versions.unsaved")}</span>
        <Button size="xs" variant="default" loading={saving} onClick={send}>
          {t("common.save")}
        </Button>
      </div>
    </Alert>
  );
}
