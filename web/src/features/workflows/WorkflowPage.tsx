import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/bits";
import { Failed, PageBody, RowsSkeleton } from "@/ui/page";
import { draftQuery, type WorkflowLine, workflowQuery } from "./api";
import { Editor } from "./Editor";
import { Reader } from "./Reader";

const route = getRouteApi("/shell/setup/workflows/$id");

function Loading() {
  return (
    <>
      <PageHead title="…" />
      <PageBody>
        <RowsSkeleton rows={7} />
      </PageBody>
    </>
  );
}

function Draft({ workflow }: { workflow: WorkflowLine }) {
  const { t } = useTranslation();
  const query = useQuery(draftQuery(workflow.id));
  if (query.data) return <Editor key={workflow.id} workflow={workflow} draft={query.data} />;
  if (query.isPending) return <Loading />;
  return (
    <>
      <PageHead title={workflow.name} />
      <Failed title={t("workflow.failed_draft")} error={query.error} retry={query.refetch} />
    </>
  );
}

/** One process: edited by who configures, looked at by everybody else. */
export function WorkflowPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const query = useQuery(workflowQuery(id));
  if (query.data)
    return query.data.may.edit ? <Draft workflow={query.data} /> : <Reader workflow={query.data} />;
  if (query.isPending) return <Loading />;
  return <Failed title={t("workflow.failed_one")} error={query.error} retry={query.refetch} />;
}
