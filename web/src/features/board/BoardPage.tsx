import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCloudOff, IconFilterOff, IconUsersGroup } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { useMe } from "@/lib/me";
import type { Board } from "@/lib/types";
import { boardQuery } from "@/opportunity/boards";
import { EmptyState } from "@/ui/bits";
import { PHONE } from "@/ui/screen";
import { useShortcuts } from "@/ui/shortcuts";
import { useProblem } from "@/ui/useProblem";
import { BoardHead } from "./BoardHead";
import { BoardSkeleton } from "./BoardSkeleton";
import { Columns } from "./Columns";
import { useBoardSearch } from "./filters";
import { StageChips } from "./StageChips";

const NewOpportunity = lazy(() => import("./NewOpportunity"));
const KEPT = "handsel.team";

/** The team whose board is open: the address says, else the one last looked at, else the first. */
function useTeam() {
  const me = useMe();
  const { search } = useBoardSearch();
  const wanted = search.team ?? localStorage.getItem(KEPT);
  const teams = me?.teams ?? [];
  const team = teams.find((x) => x.id === wanted) ?? teams[0];
  if (search.team && team) localStorage.setItem(KEPT, team.id);
  return { me, team };
}

export function BoardPage() {
  const { t } = useTranslation();
  const { me, team } = useTeam();
  const { search, filters, change } = useBoardSearch();
  const problem = useProblem();
  const phone = !!useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const [adding, setAdding] = useState(false);
  const query = useQuery({
    ...boardQuery(team?.id ?? "", filters),
    enabled: !!team,
    placeholderData: keepPreviousData,
  });
  // Another team's cards are not this one's.
  const board = query.data?.team.id === team?.id ? query.data : undefined;
  const refused = search.field && isApiError(query.error) ? query.error.field("field") : undefined;
  const mayAdd = !!me?.may.create;
  useShortcuts({
    n: mayAdd && team ? () => setAdding(true) : undefined,
    "/": () => document.querySelector<HTMLInputElement>("[data-board-filter]")?.focus(),
  });
  const stages = useMemo(() => board?.columns.map((c) => c.stage) ?? [], [board]);
  const stage = stages.find((s) => s.id === search.stage) ?? stages[0];

  if (me && !team)
    return (
      <EmptyState icon={<IconUsersGroup size={24} aria-hidden />} title={t("board.no_team")}>
        {t("board.no_team_hint")}
      </EmptyState>
    );
  if (!me || !team) return <BoardSkeleton />;
  return (
    <>
      <BoardHead
        me={me}
        team={team}
        board={board}
        phone={phone}
        onNew={mayAdd ? () => setAdding(true) : undefined}
      />
      {phone && board && <StageChips board={board} shown={stage?.id} />}
      {refused ? (
        <EmptyState
          icon={<IconFilterOff size={24} aria-hidden />}
          title={t("filter.refused")}
          action={
            <Button variant="light" onClick={() => change({ field: undefined })}>
              {t("common.clear")}
            </Button>
          }
        >
          {refused}
        </EmptyState>
      ) : !board && query.isError ? (
        <EmptyState
          icon={<IconCloudOff size={24} aria-hidden />}
          title={t("board.failed")}
          action={
            <Button variant="light" onClick={() => void query.refetch()}>
              {t("common.retry")}
            </Button>
          }
        >
          {problem(query.error)}
        </EmptyState>
      ) : board ? (
        <Columns
          board={board as Board}
          filters={filters}
          only={phone ? stage?.id : undefined}
          stale={query.isPlaceholderData}
          me={me}
        />
      ) : (
        <BoardSkeleton bare />
      )}
      <Suspense>{adding && <NewOpportunity me={me} team={team} onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}
