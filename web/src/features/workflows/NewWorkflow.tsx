import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { FormDialog } from "@/ui/forms";
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
    <FormDialog
      title={t(`workflow.new_${mode}_title`)}
      action={t("workflow.create")}
      disabled={!name.trim()}
      sending={make}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <p className={c.hint}>{t(`workflow.new_${mode}_long`)}</p>
      <TextInput
        label={t("workflow.name")}
        placeholder={t("workflow.name_example")}
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={make.error?.fields[0]?.message}
      />
    </FormDialog>
  );
}
