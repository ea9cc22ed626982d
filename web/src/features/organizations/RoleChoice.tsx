import { Checkbox, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Setting, Settings } from "@/ui/page";
import c from "./setup.module.css";
import { licenceOf, ROLES } from "./words";

export type Chosen = { roles: string[]; licence: boolean };

/** What a person may do: roles, each with a sentence, and the sales licence that follows them until it is set. */
export function RoleChoice({
  value,
  onChange,
  error,
}: {
  value: Chosen;
  onChange: (value: Chosen) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const follows = value.licence === licenceOf(value.roles);
  return (
    <>
      <Checkbox.Group
        label={t("members.roles")}
        description={t("members.roles_hint")}
        error={error}
        value={value.roles}
        onChange={(roles) => onChange({ roles, licence: follows ? licenceOf(roles) : value.licence })}
      >
        <div className={c.roles}>
          {ROLES.map((role) => (
            <Checkbox.Card key={role} value={role} className={c.role}>
              <Checkbox.Indicator mt={2} />
              <span>
                <b>{t(`role.${role}`)}</b>
                <small>{t(`role.${role}_hint`)}</small>
              </span>
            </Checkbox.Card>
          ))}
        </div>
      </Checkbox.Group>
      <Settings>
        <Setting title={t("members.licence")} hint={t("members.licence_hint")}>
          <Switch
            aria-label={t("members.licence")}
            checked={value.licence}
            onChange={(e) => onChange({ ...value, licence: e.currentTarget.checked })}
          />
        </Setting>
      </Settings>
    </>
  );
}
