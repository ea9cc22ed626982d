import { Button, Group, Modal, Select, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import type { Me, Schemas } from "@/lib/types";
import { Confirm, ReadOnly, Setting, Settings } from "@/ui/page";
import { useProblem } from "@/ui/useProblem";
import { type Team, useChange, workflowsQuery } from "./api";
import c from "./setup.module.css";
import { TeamPeople } from "./TeamPeople";

const FLAGS = ["deal_amount", "potential", "automatic_assignment"] as const;

function Dissolve({ team, onClose, onDone }: { team: Team; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const dissolve = useChange(
    "people",
    async () =>
      unwrap(await api.DELETE("/api/v1/teams/{team_id}", { params: { path: { team_id: team.id } } })),
    onDone,
  );
  return (
    <Confirm
      title={t("teams.dissolve_title", { name: team.name })}
      action={t("teams.dissolve_do")}
      danger
      busy={dissolve.isPending}
      onConfirm={() => dissolve.mutate()}
      onClose={onClose}
    >
      <p>{dissolve.error ? problem(dissolve.error) : t("teams.dissolve_hint")}</p>
    </Confirm>
  );
}

/** A funnel: its name and workflow, what it shows, and who sits in it. Everything is saved at once. */
export function TeamDialog({ team, me, onClose }: { team: Team; me: Me; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const workflows = useQuery(workflowsQuery);
  const [name, setName] = useState(team.name);
  const [dissolving, setDissolving] = useState(false);
  const mayEdit = team.may.edit;
  const save = useChange("people", async (body: Partial<Schemas["TeamIn"]>) =>
    unwrap(
      await api.PATCH("/api/v1/teams/{team_id}", {
        params: { path: { team_id: team.id } },
        body: body as Schemas["TeamIn"],
      }),
    ),
  );
  const wanted = save.isPending ? save.variables : undefined;
  const choices = new Map([team.workflow, ...(workflows.data?.items ?? [])].map((x) => [x.id, x.name]));
  const rename = () => {
    if (name.trim() && name !== team.name) save.mutate({ name });
    else setName(team.name);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      size={560}
      title={team.name}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {!mayEdit && <ReadOnly>{t("setup.read_only")}</ReadOnly>}
      <Group grow align="flex-start" mt={mayEdit ? 0 : "sm"}>
        <TextInput
          label={t("teams.name")}
          readOnly={!mayEdit}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(e) => e.key === "Enter" && rename()}
          error={save.error?.field("name")}
        />
        <Select
          label={t("teams.workflow")}
          readOnly={!mayEdit}
          allowDeselect={false}
          data={[...choices].map(([value, label]) => ({ value, label }))}
          value={wanted?.workflow ?? team.workflow.id}
          onChange={(workflow) => workflow && workflow !== team.workflow.id && save.mutate({ workflow })}
          error={
            save.error && !save.error.field("name")
              ? (save.error.field("workflow") ?? problem(save.error))
              : undefined
          }
        />
      </Group>
      <h3 className={c.section}>{t("teams.shows")}</h3>
      <Settings>
        {FLAGS.map((flag) => {
          const off = flag === "potential" && !me.switches.potential;
          return (
            <Setting
              key={flag}
              title={t(`teams.${flag}`)}
              hint={off ? t("teams.potential_off") : t(`teams.${flag}_hint`)}
            >
              <Switch
                aria-label={t(`teams.${flag}`)}
                checked={wanted?.[flag] ?? team[flag]}
                disabled={!mayEdit || (off && !team[flag])}
                onChange={(e) => save.mutate({ [flag]: e.currentTarget.checked })}
              />
            </Setting>
          );
        })}
      </Settings>
      <h3 className={c.section}>{t("teams.members")}</h3>
      <TeamPeople team={team} mayEdit={me.may.manage_people} />
      {mayEdit && (
        <Group justify="space-between" mt="lg">
          <Button variant="subtle" color="red" onClick={() => setDissolving(true)}>
            {t("teams.dissolve")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common.close")}
          </Button>
        </Group>
      )}
      {dissolving && <Dissolve team={team} onClose={() => setDissolving(false)} onDone={onClose} />}
    </Modal>
  );
}
