import { ActionIcon, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconUserPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { Chip, PersonAvatar } from "@/ui/bits";
import { colleaguesQuery, type Team, useQuickChange } from "./api";
import { type Sees, SeesChoice } from "./SeatChoice";
import c from "./setup.module.css";

/** Who sits in the team, and what each of them sees of it; saved at once. */
export function TeamPeople({ team, mayEdit }: { team: Team; mayEdit: boolean }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const colleagues = useQuery({ ...colleaguesQuery(q), enabled: mayEdit });
  const seat = useQuickChange("people", async ({ member, sees }: { member: string; sees: Sees | null }) => {
    const path = { params: { path: { team_id: team.id, member_id: member } } };
    return sees
      ? unwrap(await api.PUT("/api/v1/teams/{team_id}/members/{member_id}", { ...path, body: { sees } }))
      : unwrap(await api.DELETE("/api/v1/teams/{team_id}/members/{member_id}", path));
  });
  const there = new Set(team.members.map((x) => x.id));
  const others = (colleagues.data?.items ?? []).filter((x) => !there.has(x.id));
  return (
    <>
      <ul className={c.people}>
        {team.members.map((member) => (
          <li key={member.id}>
            <span aria-hidden style={{ display: "inline-flex" }}>
              <PersonAvatar person={member} size={26} />
            </span>
            <span dir="auto">
              {member.name} {!member.active && <Chip>{t("teams.inactive")}</Chip>}
            </span>
            {mayEdit ? (
              <>
                <SeesChoice
                  label={t("teams.sees_of", { name: member.name })}
                  value={member.sees}
                  onChange={(sees) => seat.mutate({ member: member.id, sees })}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={30}
                  aria-label={t("teams.remove", { name: member.name })}
                  onClick={() => seat.mutate({ member: member.id, sees: null })}
                >
                  <IconX size={15} stroke={1.8} />
                </ActionIcon>
              </>
            ) : (
              <Chip>{t(`teams.sees_${member.sees}`)}</Chip>
            )}
          </li>
        ))}
      </ul>
      {team.members.length === 0 && <p className={c.small}>{t("teams.nobody")}</p>}
      {mayEdit && (
        <Select
          key={team.members.length}
          aria-label={t("teams.add_member")}
          placeholder={t("teams.add_member")}
          leftSection={<IconUserPlus size={15} stroke={1.8} aria-hidden />}
          searchable
          data={others.map((x) => ({ value: x.id, label: x.name }))}
          value={null}
          onSearchChange={setTyped}
          onChange={(member) => member && seat.mutate({ member, sees: "all" })}
          nothingFoundMessage={t("list.nothing_found")}
        />
      )}
      <p className={c.small}>{t("teams.sees_hint")}</p>
    </>
  );
}
