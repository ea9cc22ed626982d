import { Avatar, Button } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { teamsQuery } from "@/opportunity/api";
import { Chip, EmptyState, PageHead, PersonAvatar } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink } from "@/ui/DataTable";
import { Failed, PageBody, ReadOnly, RowsSkeleton } from "@/ui/page";
import { useShortcuts } from "@/ui/shortcuts";
import type { Team } from "./api";
import { NewTeamDialog } from "./NewTeamDialog";
import c from "./setup.module.css";
import { TeamDialog } from "./TeamDialog";

const route = getRouteApi("/shell/setup/teams");
const FACES = 6;

function Faces({ team }: { team: Team }) {
  const { t } = useTranslation();
  if (team.members.length === 0) return <span className={quiet}>{t("teams.nobody_short")}</span>;
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 8 }}>
      <Avatar.Group spacing={6} aria-hidden style={{ display: "inline-flex" }}>
        {team.members.slice(0, FACES).map((member) => (
          <PersonAvatar key={member.id} person={member} size={24} />
        ))}
      </Avatar.Group>
      <span className={quiet}>{t("teams.people", { count: team.members.length })}</span>
    </span>
  );
}

function useColumns(open: (id: string) => void): Column<Team>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: "name",
        label: t("teams.name"),
        width: "26%",
        cell: (x) => (
          <button type="button" className={rowLink} dir="auto" onClick={() => open(x.id)}>
            {x.name}
          </button>
        ),
      },
      {
        key: "workflow",
        label: t("teams.workflow"),
        width: "20%",
        cell: (x) => <span dir="auto">{x.workflow.name}</span>,
      },
      { key: "members", label: t("teams.members"), width: "26%", cell: (x) => <Faces team={x} /> },
      {
        key: "shows",
        label: t("teams.shows"),
        phone: "hide",
        cell: (x) => (
          <span className={c.chips}>
            {x.deal_amount && <Chip>{t("teams.deal_amount")}</Chip>}
            {x.potential && <Chip>{t("teams.potential")}</Chip>}
            {x.automatic_assignment && <Chip tone="accent">{t("teams.automatic_assignment")}</Chip>}
          </span>
        ),
      },
    ],
    [t, open],
  );
}

/** The funnels of the organization. */
export function TeamsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { q: id } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(teamsQuery);
  const [adding, setAdding] = useState(false);
  const open = useMemo(
    () => (team: string | undefined) => void navigate({ search: (s) => ({ ...s, q: team }), replace: true }),
    [navigate],
  );
  const columns = useColumns(open);
  const rows = query.data?.items ?? [];
  const team = rows.find((x) => x.id === id);
  const add = me?.may.configure ? () => setAdding(true) : undefined;
  useShortcuts({ n: add });
  return (
    <>
      <PageHead title={t("nav.teams")}>
        {add && (
          <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={add}>
            {t("teams.new")}
          </Button>
        )}
      </PageHead>
      <PageBody>
        {me && !me.may.configure && <ReadOnly>{t("setup.read_only")}</ReadOnly>}
        {query.isPending ? (
          <RowsSkeleton rows={5} />
        ) : query.isError ? (
          <Failed title={t("teams.failed")} error={query.error} retry={query.refetch} />
        ) : rows.length > 0 ? (
          <DataTable label={t("nav.teams")} columns={columns} rows={rows} rowKey={(x) => x.id} />
        ) : (
          <EmptyState icon={<IconUsersGroup size={24} aria-hidden />} title={t("teams.empty")}>
            {t("teams.empty_hint")}
          </EmptyState>
        )}
      </PageBody>
      {adding && (
        <NewTeamDialog
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            open(made.id);
          }}
        />
      )}
      {team && me && <TeamDialog key={team.id} team={team} me={me} onClose={() => open(undefined)} />}
    </>
  );
}
