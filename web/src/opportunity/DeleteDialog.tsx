import { Button, Group, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { useDelete } from "./api";

/** Nothing undoes a delete, so it names what goes: the opportunity, its funnel and its stage (B6). */
export function DeleteDialog({
  o,
  onClose,
  onDone,
}: {
  o: Opportunity;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const remove = useDelete(() => {
    onClose();
    onDone();
  });
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={t("delete.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <p style={{ margin: 0 }} dir="auto">
        {t("delete.question", { name: o.title, team: o.team.name, stage: o.stage.name })}
      </p>
      <p style={{ color: "var(--muted)" }}>{t("delete.stays")}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("common.cancel")}
        </Button>
        <Button color="red.8" loading={remove.isPending} onClick={() => remove.mutate(o.id)}>
          {t("common.delete")}
        </Button>
      </Group>
    </Modal>
  );
}
