import { Alert, Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { useProblem } from "@/ui/useProblem";
import { type Team, useChange, workflowsQuery } from "./api";

const OWN = "own";

/** A new funnel. Without a workflow it gets a free one of its own (W12). */
export function NewTeamDialog({ onClose, onMade }: { onClose: () => void; onMade: (team: Team) => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
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
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={t("teams.new")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          setTried(true);
          if (name.trim() && !create.isPending) create.mutate();
        }}
      >
        <Stack gap="sm">
          {create.error && create.error.fields.length === 0 && (
            <Alert color="red" role="alert">
              {problem(create.error)}
            </Alert>
          )}
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
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t("teams.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
