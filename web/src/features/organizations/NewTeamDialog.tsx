import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { FormDialog } from "@/ui/forms";
import { type Team, useChange, workflowsQuery } from "./api";

const OWN = "own";

/** A new funnel. Without a workflow it gets a free one of its own (W12). */
export function NewTeamDialog({ onClose, onMade }: { onClose: () => void; onMade: (team: Team) => void }) {
  const { t } = useTranslation();
  const workflows = useQuery(workflowsQuery);
  const [name, setName] = useState("");
  const [workflow, setWorkflow] = useState(OWN);
  const [tried, setTried] = useState(false);
  const create = useChange(
    "people",
    async () =>
      unwrap(
        await api.POST("/api/v1/teams", {
          body: { name, ...(workflow === OWN ? {} : { workflow }) } as { name: string },
        }),
      ) as Team,
    onMade,
  );
  return (
    <FormDialog
      title={t("teams.new")}
      sending={create}
      action={t("teams.create")}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) create.mutate();
      }}
      onClose={onClose}
    >
      <TextInput
        label={t("teams.name")}
        required
        data-autofocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={tried && !name.trim() ? t("form.required") : create.error?.field("name")}
      />
      <Select
        label={t("teams.workflow")}
        description={t("teams.workflow_hint")}
        allowDeselect={false}
        data={[
          { value: OWN, label: t("teams.workflow_own") },
          ...(workflows.data?.items ?? []).map((x) => ({ value: x.id, label: x.name })),
        ]}
        value={workflow}
        onChange={(v) => v && setWorkflow(v)}
        error={create.error?.field("workflow")}
      />
    </FormDialog>
  );
}
