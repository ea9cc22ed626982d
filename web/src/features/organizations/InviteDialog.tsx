import { Group, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { teamsQuery } from "@/opportunity/api";
import { FormDialog } from "@/ui/forms";
import { type Member, useChange } from "./api";
import { type Chosen, RoleChoice } from "./RoleChoice";
import { SeatChoice, type Seats } from "./SeatChoice";
import { licenceToSend } from "./words";

/** Asks someone in by e-mail: with their roles, and the teams in which they will sit. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const teams = useQuery(teamsQuery);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [chosen, setChosen] = useState<Chosen>({ roles: ["professional"], licence: true });
  const [seats, setSeats] = useState<Seats>({});
  const [tried, setTried] = useState(false);
  const invite = useChange(
    "people",
    async () =>
      unwrap(
        await api.POST("/api/v1/members", {
          body: {
            name,
            email,
            roles: chosen.roles,
            sales_licence: licenceToSend(chosen.roles, chosen.licence),
            teams: Object.entries(seats).map(([id, sees]) => ({ id, sees })),
          },
        }),
      ) as Member,
    (member) => {
      notifications.show({ color: "green", message: t("members.invited_done", { email: member.email }) });
      onClose();
    },
  );
  const required = (value: string) => (tried && !value.trim() ? t("form.required") : undefined);
  return (
    <FormDialog
      title={t("members.invite")}
      size={560}
      sending={invite}
      action={t("members.invite_send")}
      onSubmit={() => {
        setTried(true);
        if (name.trim() && email.trim() && chosen.roles.length > 0) invite.mutate();
      }}
      onClose={onClose}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t("members.name")}
          required
          data-autofocus
          autoComplete="off"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={required(name) ?? invite.error?.field("name")}
        />
        <TextInput
          label={t("members.email")}
          required
          inputMode="email"
          autoComplete="off"
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={required(email) ?? invite.error?.field("email")}
        />
      </Group>
      <RoleChoice
        value={chosen}
        onChange={setChosen}
        error={tried && chosen.roles.length === 0 ? t("members.role_missing") : invite.error?.field("roles")}
      />
      <SeatChoice
        teams={teams.data?.items ?? []}
        value={seats}
        onChange={(team, sees) =>
          setSeats((all) => {
            const { [team]: _, ...others } = all;
            return sees ? { ...others, [team]: sees } : others;
          })
        }
      />
    </FormDialog>
  );
}
