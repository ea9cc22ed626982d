import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { makeWorkflow } from "./api";
import { guidedStart } from "./start";
import c from "./workflows.module.css";

/** A draft to begin with; nothing is published by it. */
export function NewWorkflow({
  mode,
  onMade,
  onClose,
}: {
  mode: "free" | "guided";
  onMade: (workflow: Ref) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problem = useProblem();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation<Ref, ApiError>({
    mutationFn: () =>
      makeWorkflow(
        name.trim(),
        mode === "guided" ? guidedStart(name.trim(), (key) => t(`workflow.start.${key}`)) : undefined,
      ),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: keys.workflows });
      announce(t("workflow.made", { name: made.name }));
      onMade(made);
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={t(`workflow.new_${mode}_title`)}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        className={c.stack}
        onSubmit={(e) => {
          e.preventDefault();
          if (name.trim()) make.mutate();
        }}
      >
        <p className={c.hint}>{t(`workflow.new_${mode}_long`)}</p>
        <TextInput
          label={t("workflow.name")}
          placeholder={t("workflow.name_example")}
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={make.error ? (make.error.field("name") ?? problem(make.error)) : undefined}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
            {t("workflow.create")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
