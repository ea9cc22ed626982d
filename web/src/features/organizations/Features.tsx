import { Switch } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { organizationQuery } from "@/lib/organization";
import { Setting, Settings } from "@/ui/page";
import { type Organization, useQuickChange } from "./api";
import { isParents, type Switch as SwitchName } from "./words";

/** What an organization switches on; each says what it does and who can change it (O6). */
export function Features({
  organization,
  names,
}: {
  organization: Organization;
  names: readonly SwitchName[];
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const flip = useQuickChange(
    "organization",
    async (switches: Record<string, boolean>) =>
      unwrap(await api.PATCH("/api/v1/organization", { body: { switches } })),
    (saved) => queries.setQueryData(organizationQuery.queryKey, saved),
  );
  const who = (name: SwitchName): string => {
    if (isParents(name) && organization.parent)
      return t("organization.switched_by_parent", { name: organization.parent.name });
    if (isParents(name) && organization.children.length > 0) return t("organization.switched_for_family");
    return t("organization.switched_here");
  };
  return (
    <Settings>
      {names.map((name) => {
        const wanted = flip.isPending ? flip.variables?.[name] : undefined;
        return (
          <Setting
            key={name}
            title={t(`organization.switch_${name}`)}
            hint={
              <>
                {t(`organization.switch_${name}_hint`)} {who(name)}
              </>
            }
          >
            <Switch
              aria-label={t(`organization.switch_${name}`)}
              checked={wanted ?? organization.switches[name]}
              disabled={!organization.may.edit || (isParents(name) && !!organization.parent)}
              onChange={(e) => flip.mutate({ [name]: e.currentTarget.checked })}
            />
          </Setting>
        );
      })}
    </Settings>
  );
}
