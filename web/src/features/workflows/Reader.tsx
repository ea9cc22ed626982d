import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/bits";
import { PageBody, ReadOnly } from "@/ui/page";
import type { WorkflowLine } from "./api";

/** A workflow for who may not change it. */
export function Reader({ workflow }: { workflow: WorkflowLine }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={<bdi>{workflow.name}</bdi>} />
      <PageBody>
        <ReadOnly>{t("workflow.read_only")}</ReadOnly>
      </PageBody>
    </>
  );
}
