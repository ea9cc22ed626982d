import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { announce } from "@/ui/announce";
import { PHONE } from "@/ui/screen";
import { useProblem } from "@/ui/useProblem";
import { automationKey, makeAutomation } from "./api";
import c from "./dialogs.module.css";
import { StartCards } from "./StartCards";
import type { Detail } from "./shapes";
import { type Start, startOf } from "./starts";

const route = getRouteApi("/shell/automations");

/** A draft to begin with; nothing runs by it. */
export function NewAutomation({ start: first, onClose }: { start: Start; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
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
    <Modal
      opened
      onClose={onClose}
      radius={phone ? 0 : "lg"}
      fullScreen={!!phone}
      size={560}
      title={t("automation.start_title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        className={c.dialog}
        onSubmit={(e) => {
          e.preventDefault();
          if (name.trim()) make.mutate();
        }}
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
          error={make.error ? (make.error.field("name") ?? problem(make.error)) : undefined}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
            {t("automation.create")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
