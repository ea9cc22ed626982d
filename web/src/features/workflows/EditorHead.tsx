import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui/bits";
import type { WorkflowLine } from "./api";
import { useDraft } from "./editing";
import type { Saving } from "./saving";

/** The workflow's name and state, and what is done with the whole of it. */
export function EditorHead({
  saving,
  onPublish,
}: {
  workflow: WorkflowLine;
  saving: Saving;
  problems: { opened: boolean; onChange: (opened: boolean) => void };
  onPublish: () => void;
}) {
  const { t } = useTranslation();
  const { doc, dirty } = useDraft();
  return (
    <PageHead title={<bdi>{doc.workflow}</bdi>}>
      <Button
        variant={dirty ? "filled" : "default"}
        loading={saving.busy}
        onClick={() => void saving.press()}
      >
        {t("common.save")}
      </Button>
      <Button variant={dirty ? "default" : "filled"} onClick={onPublish}>
        {t("workflow.publish")}
      </Button>
    </PageHead>
  );
}
