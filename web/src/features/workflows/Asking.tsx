import { Button, Group, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { Confirm } from "@/ui/page";
import { useProblem } from "@/ui/useProblem";
import { draftKey, resetDraft } from "./api";
import { useDraft, useEditing } from "./editing";
import type { Draft } from "./publishing-api";

/** Back to the newest version. */
export function Discard({ workflow, onClose }: { workflow: Ref; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const queries = useQueryClient();
  const { store } = useEditing();
  const { draft } = useDraft();
  const reset = useMutation<Draft, ApiError>({
    mutationFn: () => resetDraft(workflow.id, store.get().draft.revision),
    onSuccess: (next) => {
      store.load(next);
      queries.setQueryData(draftKey(workflow.id), next);
      void queries.invalidateQueries({ queryKey: keys.workflows, exact: true });
      announce(t("workflow.discarded"));
      onClose();
    },
  });
  return (
    <Confirm
      title={t("workflow.discard_title", { number: draft.version })}
      action={t("workflow.discard_do")}
      danger
      busy={reset.isPending}
      onConfirm={() => reset.mutate()}
      onClose={onClose}
    >
      <p>{reset.error ? problem(reset.error) : t("workflow.discard_hint", { number: draft.version })}</p>
    </Confirm>
  );
}

/** Leaving with unsaved changes. */
export function Leaving({
  onStay,
  onLeave,
  onSave,
  busy,
}: {
  onStay: () => void;
  onLeave: () => void;
  onSave: () => void;
  busy: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onStay}
      radius="lg"
      size={520}
      title={t("workflow.leave")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <p style={{ margin: 0, fontSize: 13.5, lineHeight: 1.5 }}>{t("workflow.leave_hint")}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="subtle" color="red" onClick={onLeave}>
          {t("workflow.leave_unsaved")}
        </Button>
        <Button variant="default" onClick={onStay} data-autofocus>
          {t("workflow.stay")}
        </Button>
        <Button loading={busy} onClick={onSave}>
          {t("workflow.save_and_leave")}
        </Button>
      </Group>
    </Modal>
  );
}
