import { Checkbox, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import c from "./setup.module.css";

export type Sees = "own" | "all";
export type Seats = Record<string, Sees>;

/** Own or all: what a member sees of a team's opportunities. */
export function SeesChoice({
  label,
  value,
  onChange,
  disabled = false,
}: {
  label: string;
  value: Sees;
  onChange: (sees: Sees) => void;
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      disabled={disabled}
      data={[
        { value: "all", label: t("teams.sees_all") },
        { value: "own", label: t("teams.sees_own") },
      ]}
      value={value}
      onChange={(v) => onChange(v as Sees)}
    />
  );
}

/** The teams someone sits in, and what they see of each. */
export function SeatChoice({
  teams,
  value,
  onChange,
}: {
  teams: readonly { id: string; name: string }[];
  value: Seats;
  onChange: (team: string, sees: Sees | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className={c.seats}>
      <legend>{t("members.teams")}</legend>
      {teams.length === 0 && <span className={c.small}>{t("members.no_teams")}</span>}
      {teams.map((team) => {
        const sees = value[team.id];
        return (
          <div key={team.id} className={c.seat}>
            <Checkbox
              label={team.name}
              checked={sees !== undefined}
              onChange={(e) => onChange(team.id, e.currentTarget.checked ? "all" : null)}
            />
            {sees && (
              <SeesChoice
                label={t("teams.sees_of", { name: team.name })}
                value={sees}
                onChange={(next) => onChange(team.id, next)}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
