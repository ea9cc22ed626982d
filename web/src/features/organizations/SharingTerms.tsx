import { SimpleGrid } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { Form } from "@/ui/forms";
import { WholeInput } from "@/ui/WholeInput";
import { type Organization, useChange } from "./api";

const FIELDS = ["default_days", "maximum_days"] as const;
type Terms = Organization["shares"];

/** How long a share lasts where nobody says so, and how long at most (S1). */
export function SharingTerms({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const [mine, setMine] = useState<Partial<Record<keyof Terms, number | null>>>({});
  const values = { ...organization.shares, ...mine };
  const changed = FIELDS.filter((name) => values[name] !== organization.shares[name]);
  const save = useChange(
    "organization",
    async (shares: Partial<Terms>) => unwrap(await api.PATCH("/api/v1/organization", { body: { shares } })),
    () => setMine({}),
  );
  const error = (name: keyof Terms) =>
    values[name] === null ? t("form.required") : save.error?.field(`shares.${name}`);
  return (
    <Form
      label={t("organization.sharing")}
      sending={save}
      onSubmit={() => {
        if (changed.some((name) => values[name] === null)) return;
        save.mutate(Object.fromEntries(changed.map((name) => [name, values[name]])) as Partial<Terms>);
      }}
      onCancel={changed.length > 0 ? () => setMine({}) : undefined}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm" pt={12}>
        {FIELDS.map((name) => (
          <WholeInput
            key={name}
            label={t(`organization.share_${name}`)}
            description={t(`organization.share_${name}_hint`)}
            suffix={` ${t("organization.days", { count: values[name] ?? 0 })}`}
            readOnly={!organization.may.edit}
            value={values[name]}
            onWhole={(days) => setMine((all) => ({ ...all, [name]: days }))}
            error={error(name)}
          />
        ))}
      </SimpleGrid>
    </Form>
  );
}
