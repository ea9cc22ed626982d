import { Alert, Button, Group, List, Modal, Select, Skeleton, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newIdempotencyKey, unwrap } from "@/lib/client";
import type { Board, BoardColumn, Schemas } from "@/lib/types";
import { type BoardFilters, refreshBoardsSoon } from "@/opportunity/boards";
import { Refused } from "@/ui/forms";

type Props = {
  what: "move" | "owner";
  board: Board;
  column: BoardColumn;
  filters: BoardFilters;
  onClose: () => void;
};
const NOBODY = "none";

/** A change of a whole column: first what would come of it, then the deed. */
export default function BatchDialog({ what, board, column, filters, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [target, setTarget] = useState<string | null>(null);
  const [key] = useState(newIdempotencyKey);
  const { closed, ...others } = filters;
  const body: Schemas["BatchIn"] = {
    team: board.team.id,
    stage: column.stage.id,
    filters: others,
    closed: closed === "all" ? "all" : "90",
    ...(what === "move" ? { to_stage: target } : { owner: target === NOBODY ? null : target }),
  };
  const preview = useQuery({
    queryKey: ["batch", body],
    queryFn: async () => unwrap(await api.POST("/api/v1/board/batch/preview", { body })),
    enabled: target !== null,
    staleTime: 0,
    gcTime: 0,
  });
  const run = useMutation({
    mutationFn: async () =>
      unwrap(await api.POST("/api/v1/board/batch", { body, headers: { "Idempotency-Key": key } })),
    onSuccess: (done) => {
      notifications.show({ color: "green", message: t("batch.done", { count: done.changed }) });
      refreshBoardsSoon(queries);
      onClose();
    },
  });
  const error = preview.error ?? run.error;
  const n = preview.data?.will_change ?? 0;
  const choices =
    what === "move"
      ? board.columns.filter((x) => x !== column).map((x) => ({ value: x.stage.id, label: x.stage.name }))
      : [
          { value: NOBODY, label: t("common.unassigned") },
          ...board.people.map((p) => ({ value: p.id, label: p.name })),
        ];
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={t(what === "move" ? "batch.move_title" : "batch.assign_title", { name: column.stage.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="md">
        <Select
          label={t(what === "move" ? "batch.to_stage" : "batch.to_owner")}
          data={choices}
          value={target}
          onChange={setTarget}
          searchable={choices.length > 8}
          data-autofocus
        />
        {target && preview.isPending && !preview.error && <Skeleton height={48} />}
        {preview.data && (
          <Alert color={n > 0 ? "iris" : "gray"} role="status">
            <b>{t("batch.will_move", { count: n })}</b>
            {preview.data.incomplete > 0 && (
              <div>{t("batch.incomplete", { count: preview.data.incomplete })}</div>
            )}
            {preview.data.refused.length > 0 && (
              <List size="sm" mt={4}>
                {preview.data.refused.map((r) => (
                  <List.Item key={r.reason}>
                    {r.count} · {r.reason}
                  </List.Item>
                ))}
              </List>
            )}
          </Alert>
        )}
        <Refused error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button disabled={n === 0} loading={run.isPending} onClick={() => run.mutate()}>
            {t("batch.do", { count: n })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
