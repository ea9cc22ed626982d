import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { announce } from "@/ui/announce";
import { FormDialog } from "@/ui/forms";
import { automationKey, makeAutomation } from "./api";
import { StartCards } from "./StartCards";
import type { Detail } from "./shapes";
import { type Start, startOf } from "./starts";

const route = getRouteApi("/shell/automations");

/** A draft to begin with; nothing runs by it. */
export function NewAutomation({ start: first, onClose }: { start: Start; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const named = (start: Start) => (start === "blank" ? "" : t(`automation.start.${start}`));
  const [start, setStart] = useState(first);
  const [name, setName] = useState(() => named(first));
  const make = useMutation<Detail, ApiError>({
    mutationFn: () =>
      makeAutomation(
        name.trim(),
        startOf(start, (key) => t(`automation.start_word.${key}`)),
      ),
    onSuccess: (made) => {
      queries.setQueryData(automationKey(made.id), made);
      void queries.invalidateQueries({ queryKey: keys.automationList });
      announce(t("automation.made", { name: made.name }));
      void navigate({ to: "/automations/$id", params: { id: made.id } });
    },
  });
  return (
    <FormDialog
      title={t("automation.start_title")}
      size={560}
      action={t("automation.create")}
      disabled={!name.trim()}
      sending={make}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <StartCards
        chosen={start}
        onChoose={(next) => {
          // A name of one's own stays.
          if (name.trim() === "" || name === named(start)) setName(named(next));
          setStart(next);
        }}
      />
      <TextInput
        label={t("automation.start_name")}
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={make.error?.fields[0]?.message}
      />
    </FormDialog>
  );
}
