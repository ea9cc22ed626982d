import { Group, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { teamsQuery } from "@/opportunity/api";
import { FormDialog } from "@/ui/forms";
import { type Member, useChange, useQuickChange } from "./api";
import { type Chosen, RoleChoice } from "./RoleChoice";
import { SeatChoice, type Sees } from "./SeatChoice";
import { licenceToSend } from "./words";

/** Who someone is here. Name and roles are saved together; a seat in a team at once. */
export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const teams = useQuery(teamsQuery);
  const [name, setName] = useState(member.name);
  const [chosen, setChosen] = useState<Chosen>({ roles: member.roles, licence: member.sales_licence });
  const save = useChange(
    "people",
    async () =>
      unwrap(
        await api.PATCH("/api/v1/members/{member_id}", {
          params: { path: { member_id: member.id } },
          body: {
            name,
            roles: chosen.roles,
            sales_licence: licenceToSend(chosen.roles, chosen.licence),
          },
        }),
      ),
    onClose,
  );
  const seat = useQuickChange("people", async ({ team, sees }: { team: string; sees: Sees | null }) => {
    const path = { params: { path: { team_id: team, member_id: member.id } } };
    return sees
      ? unwrap(await api.PUT("/api/v1/teams/{team_id}/members/{member_id}", { ...path, body: { sees } }))
      : unwrap(await api.DELETE("/api/v1/teams/{team_id}/members/{member_id}", path));
  });
  const seats = Object.fromEntries(member.teams.map((x) => [x.id, x.sees]));
  return (
    <FormDialog
      title={member.name}
      size={560}
      sending={save}
      onSubmit={() => {
        if (name.trim() && chosen.roles.length > 0) save.mutate();
      }}
      onClose={onClose}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t("members.name")}
          required
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={name.trim() ? save.error?.field("name") : t("form.required")}
        />
        <TextInput label={t("members.email")} readOnly value={member.email} />
      </Group>
      <RoleChoice
        value={chosen}
        onChange={setChosen}
        error={chosen.roles.length === 0 ? t("members.role_missing") : save.error?.field("roles")}
      />
      <SeatChoice
        teams={teams.data?.items ?? []}
        value={seats}
        onChange={(team, sees) => seat.mutate({ team, sees })}
      />
    </FormDialog>
  );
}
