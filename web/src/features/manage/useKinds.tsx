import {
  IconAlarm,
  IconArrowsShuffle,
  IconChartBar,
  IconCircleDot,
  IconFlag,
  IconHourglass,
  IconLayoutKanban,
  IconRobot,
  IconShare3,
  IconStack2,
  IconTarget,
  IconUser,
  IconUsersGroup,
  IconUserUp,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { peopleQuery } from "@/opportunity/api";
import { StageDot } from "@/opportunity/StageDot";
import { PersonAvatar } from "@/ui/bits";
import { type Process, type Share, useTeams } from "./api";
import type { Kind, Option } from "./kinds";
import {
  DUES,
  EXCLUDED,
  type ManageSearch,
  SHARE_STATES,
  SHARE_STATUSES,
  SHARED,
  SOURCES,
  STATUSES,
} from "./search";

const I = { size: 16, stroke: 1.7, "aria-hidden": true } as const;

function usePersons(): Option[] | undefined {
  const { data } = useQuery(peopleQuery);
  return data?.items.map((p) => ({
    value: p.id,
    label: p.name,
    icon: <PersonAvatar person={p} size={18} />,
  }));
}

/** What the table can be filtered by, besides fields. */
export function useTableKinds(process: Process): Kind[] {
  const { t } = useTranslation();
  const me = useMe();
  const persons = usePersons();
  const teams = useTeams();
  const words = (kind: string, values: readonly string[]): Option[] =>
    values.map((value) => ({ value, label: t(`manage.${kind}_${value}`) }));
  const stages = process.workflows.flatMap((workflow) =>
    (workflow.graph?.stages ?? []).map((stage, position) => ({
      value: stage.id,
      label: stage.name,
      icon: <StageDot stage={stage} position={position} />,
      group: workflow.name,
    })),
  );
  return [
    {
      key: "team",
      label: t("manage.column_team"),
      icon: <IconUsersGroup {...I} />,
      options: teams.length > 0 ? teams.map((x) => ({ value: x.id, label: x.name })) : undefined,
    },
    {
      key: "stage",
      label: t("manage.column_stage"),
      icon: <IconLayoutKanban {...I} />,
      options: process.ready ? stages : undefined,
    },
    {
      key: "status",
      label: t("manage.column_status"),
      icon: <IconFlag {...I} />,
      options: words("status", STATUSES),
    },
    {
      key: "owner",
      label: t("manage.column_owner"),
      icon: <IconUser {...I} />,
      options: persons && [
        { value: "me", label: t("manage.me"), icon: <PersonAvatar person={me} size={18} /> },
        { value: "none", label: t("common.unassigned"), icon: <PersonAvatar person={null} size={18} /> },
        ...persons.filter((one) => one.value !== me?.id),
      ],
    },
    {
      key: "due",
      label: t("manage.column_follow_up_at"),
      icon: <IconAlarm {...I} />,
      single: true,
      options: words("due", DUES),
    },
    {
      key: "shared",
      label: t("manage.shared"),
      icon: <IconShare3 {...I} />,
      single: true,
      options: words("shared", SHARED),
    },
    {
      key: "excluded",
      label: t("manage.excluded"),
      icon: <IconChartBar {...I} />,
      single: true,
      options: words("excluded", EXCLUDED),
    },
  ];
}

/** What the history of shares can be filtered by; what only a link asks for has a chip as well. */
export function useShareKinds(search: ManageSearch, rows: readonly Share[]): Kind[] {
  const { t } = useTranslation();
  const persons = usePersons();
  const teams = useTeams();
  const words = (kind: string, values: readonly string[]): Option[] =>
    values.map((value) => ({ value, label: t(`${kind}_${value}`) }));
  const automations = rows.flatMap((x) => (x.automation ? [x.automation] : []));
  const unique = (options: readonly Option[]) => [
    ...new Map(options.map((one) => [one.value, one])).values(),
  ];
  return [
    { key: "member", label: t("manage.with_person"), icon: <IconUser {...I} />, options: persons },
    {
      key: "team",
      label: t("manage.with_team"),
      icon: <IconUsersGroup {...I} />,
      options: teams.length > 0 ? teams.map((x) => ({ value: x.id, label: x.name })) : undefined,
    },
    { key: "given_by", label: t("manage.given_by"), icon: <IconUserUp {...I} />, options: persons },
    {
      key: "state",
      label: t("manage.state"),
      icon: <IconHourglass {...I} />,
      options: words("share.state", SHARE_STATES),
    },
    {
      key: "status",
      label: t("manage.request"),
      icon: <IconCircleDot {...I} />,
      options: words("manage.request", SHARE_STATUSES),
    },
    {
      key: "source",
      label: t("manage.source"),
      icon: <IconArrowsShuffle {...I} />,
      options: words("manage.source", SOURCES),
    },
    ...(automations.length > 0 || search.automation
      ? [
          {
            key: "automation",
            label: t("manage.automation"),
            icon: <IconRobot {...I} />,
            options: unique(automations.map((one) => ({ value: one.id, label: one.name }))),
          },
        ]
      : []),
    ...(search.opportunity
      ? [
          {
            key: "opportunity",
            label: t("manage.opportunity"),
            icon: <IconTarget {...I} />,
            options: unique(
              rows.flatMap((x) => {
                const id = x.opportunity?.id ?? x.deleted;
                return id ? [{ value: id, label: x.opportunity?.name ?? t("manage.gone", x) }] : [];
              }),
            ),
          },
        ]
      : []),
    ...(search.batch
      ? [
          {
            key: "batch",
            label: t("manage.batch"),
            icon: <IconStack2 {...I} />,
            options: search.batch.map((value) => ({ value, label: t("manage.this_batch") })),
          },
        ]
      : []),
  ];
}
