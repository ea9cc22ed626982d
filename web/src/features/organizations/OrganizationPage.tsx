import { Select, SimpleGrid, Skeleton, TextInput } from "@mantine/core";
import { IconBuilding, IconBuildings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { organizationQuery } from "@/lib/organization";
import { PageHead } from "@/ui/bits";
import { Form } from "@/ui/forms";
import { Failed, PageBody, Panel, ReadOnly } from "@/ui/page";
import { type Organization, useChange } from "./api";
import { Features } from "./Features";
import { SharingTerms } from "./SharingTerms";
import c from "./setup.module.css";
import { currencyChoices, localeChoices, SWITCHES, type Switch, zoneChoices } from "./words";

const SHARING = new Set<Switch>(["sharing", "share_automation"]);
const FIELDS = ["name", "time_zone", "locale", "currency"] as const;
type Basics = Pick<Organization, (typeof FIELDS)[number]>;

function BasicsForm({ organization }: { organization: Organization }) {
  const { t, i18n } = useTranslation();
  const [mine, setMine] = useState<Partial<Basics>>({});
  const values = { ...organization, ...mine };
  const changed = FIELDS.filter((name) => values[name] !== organization[name]);
  const save = useChange(
    "organization",
    async (body: Partial<Basics>) => unwrap(await api.PATCH("/api/v1/organization", { body })),
    () => setMine({}),
  );
  const choices = useMemo(
    () => ({
      time_zone: zoneChoices(organization.time_zone),
      locale: localeChoices(organization.locale, i18n.language),
      currency: currencyChoices(organization.currency, i18n.language),
    }),
    [organization, i18n.language],
  );
  const readOnly = !organization.may.edit;
  const choice = (name: "time_zone" | "locale" | "currency") => (
    <Select
      label={t(`organization.${name}`)}
      description={t(`organization.${name}_hint`)}
      searchable
      allowDeselect={false}
      readOnly={readOnly}
      data={choices[name]}
      limit={200}
      nothingFoundMessage={t("list.nothing_found")}
      value={values[name]}
      onChange={(v) => v && setMine((all) => ({ ...all, [name]: v }))}
      error={save.error?.field(name)}
    />
  );
  return (
    <Form
      label={t("organization.basics")}
      sending={save}
      disabled={!values.name.trim()}
      onSubmit={() => {
        if (changed.length > 0) save.mutate(Object.fromEntries(changed.map((name) => [name, values[name]])));
      }}
      onCancel={changed.length > 0 ? () => setMine({}) : undefined}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
        <TextInput
          label={t("organization.name")}
          description={t("organization.name_hint")}
          readOnly={readOnly}
          value={values.name}
          onChange={(e) => setMine((all) => ({ ...all, name: e.currentTarget.value }))}
          error={save.error?.field("name")}
        />
        {choice("time_zone")}
        {choice("locale")}
        {choice("currency")}
      </SimpleGrid>
    </Form>
  );
}

function Family({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const here = (
    <li>
      <span>
        <IconBuilding size={17} stroke={1.7} aria-hidden />
        <b dir="auto">{organization.name}</b>
      </span>
      {organization.children.length > 0 && (
        <ul className={c.family}>
          {organization.children.map((x) => (
            <li key={x.id}>
              <span dir="auto">
                <IconBuilding size={17} stroke={1.7} aria-hidden />
                {x.name}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
  return (
    <>
      <ul className={c.family}>
        {organization.parent ? (
          <li>
            <span dir="auto">
              <IconBuildings size={17} stroke={1.7} aria-hidden />
              {organization.parent.name}
            </span>
            <ul className={c.family}>{here}</ul>
          </li>
        ) : (
          here
        )}
      </ul>
      <p className={c.small}>
        {t(
          organization.parent || organization.children.length > 0
            ? "organization.family_hint"
            : "organization.family_none",
        )}
      </p>
    </>
  );
}

/** Name, conventions, family and features of the organization one works in. */
export function OrganizationPage() {
  const { t } = useTranslation();
  const query = useQuery(organizationQuery);
  const organization = query.data;
  return (
    <>
      <PageHead title={t("nav.organization")} />
      <PageBody width="narrow">
        {query.isError ? (
          <Failed title={t("organization.failed")} error={query.error} retry={query.refetch} />
        ) : !organization ? (
          <>
            <Skeleton height={220} radius={14} />
            <Skeleton height={300} radius={14} />
          </>
        ) : (
          <>
            {!organization.may.edit && <ReadOnly>{t("setup.read_only")}</ReadOnly>}
            <Panel title={t("organization.basics")}>
              <BasicsForm key={organization.id} organization={organization} />
            </Panel>
            <Panel title={t("organization.features")}>
              <Features organization={organization} names={SWITCHES.filter((name) => !SHARING.has(name))} />
            </Panel>
            <Panel title={t("organization.sharing")}>
              <Features organization={organization} names={SWITCHES.filter((name) => SHARING.has(name))} />
              <SharingTerms key={organization.id} organization={organization} />
            </Panel>
            <Panel title={t("organization.family")}>
              <Family organization={organization} />
            </Panel>
          </>
        )}
      </PageBody>
    </>
  );
}
