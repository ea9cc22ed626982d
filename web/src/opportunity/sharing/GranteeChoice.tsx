import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import type { Ref } from "@/lib/types";
import { PersonAvatar } from "@/ui/bits";
import { searched } from "@/ui/searched";
import { cityOf } from "@/ui/zones";
import { granteesQuery } from "./api";
import type { Grantee } from "./shapes";
import c from "./sharing.module.css";

type Option = Grantee & { note: string; closed: boolean };

/** Somebody with a sales licence, or a team; who can't be chosen says why. */
export function GranteeChoice({
  value,
  onChange,
  owner,
  label,
  description,
  error,
}: {
  value: Grantee | null;
  onChange: (value: Grantee | null) => void;
  /** Whom it can't be shared with, since it is theirs. */
  owner?: Ref | null | undefined;
  label: string;
  description?: string;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const { data, isPlaceholderData } = useQuery(granteesQuery(q === value?.name ? "" : q));
  const people = (data?.members ?? [])
    .filter((m) => m.id !== me?.id)
    .map((m): Option => {
      const why = m.id === owner?.id ? "owner_has_it" : m.invited ? "not_joined" : null;
      const teams = m.teams.map((seat) => seat.name).join(", ");
      const zone = m.time_zone !== me?.time_zone ? cityOf(m.time_zone) : "";
      return {
        kind: "member",
        id: m.id,
        name: m.name,
        zone: m.time_zone,
        note: why ? t(`share.${why}`) : [teams, zone].filter(Boolean).join(" · "),
        closed: why !== null,
      };
    });
  const teams = (data?.teams ?? []).map(
    (x): Option => ({
      kind: "team",
      id: x.id,
      name: x.name,
      zone: null,
      note: t("share.team_note"),
      closed: false,
    }),
  );
  const known = new Map<string, Option>(
    [...(value ? [{ ...value, note: "", closed: false }] : []), ...people, ...teams].map((x) => [x.id, x]),
  );
  const row = (x: Option) => ({ value: x.id, label: x.name, disabled: x.closed });
  const chosen = value && !people.some((p) => p.id === value.id) && !teams.some((x) => x.id === value.id);
  const renderOption: NonNullable<SelectProps["renderOption"]> = ({ option }) => {
    const x = known.get(option.value);
    return (
      <span className={c.option}>
        <Face grantee={x} />
        <span className={c.optionName}>
          <span dir="auto">{option.label}</span>
          {x?.note && <small dir="auto">{x.note}</small>}
        </span>
      </span>
    );
  };
  return (
    <Select
      label={label}
      description={description}
      placeholder={t("share.with_placeholder")}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("common.clear") }}
      data-autofocus
      openOnFocus={false}
      leftSection={value ? <Face grantee={value} /> : undefined}
      data={[
        ...(chosen ? [row({ ...value, note: "", closed: false })] : []),
        { group: t("share.people"), items: people.map(row) },
        { group: t("share.teams"), items: teams.map(row) },
      ]}
      allowDeselect={false}
      selectFirstOptionOnChange
      filter={searched(typed.trim() === q && !isPlaceholderData)}
      renderOption={renderOption}
      maxDropdownHeight={320}
      nothingFoundMessage={t("list.nothing_found")}
      value={value?.id ?? null}
      onChange={(id) => {
        const x = id ? known.get(id) : undefined;
        onChange(x ? { kind: x.kind, id: x.id, name: x.name, zone: x.zone } : null);
      }}
      onSearchChange={setTyped}
      error={error}
    />
  );
}

/** A person's initials, or the mark of a team. */
export function Face({
  grantee,
  size = 22,
}: {
  grantee: Pick<Grantee, "kind" | "id" | "name"> | undefined;
  size?: number;
}) {
  if (!grantee) return null;
  if (grantee.kind === "member")
    return (
      <span aria-hidden className={c.face}>
        <PersonAvatar person={grantee} size={size} />
      </span>
    );
  return (
    <span aria-hidden className={c.teamFace} style={{ width: size, height: size }}>
      <IconUsersGroup size={size * 0.62} stroke={1.8} />
    </span>
  );
}
