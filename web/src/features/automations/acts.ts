import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { automationKey, pauseAutomation, resumeAutomation } from "./api";
import type { Detail, Line } from "./shapes";

/** Pauses what is live, and lets go on what is paused. */
export function useSwitch() {
  const { t } = useTranslation();
  const problem = useProblem();
  const queries = useQueryClient();
  return useMutation<Detail, ApiError, Pick<Line, "id" | "state" | "name">>({
    mutationFn: ({ id, state }) => (state === "paused" ? resumeAutomation(id) : pauseAutomation(id)),
    onSuccess: (now, { name }) => {
      queries.setQueryData(automationKey(now.id), now);
      void queries.invalidateQueries({ queryKey: keys.automationList });
      announce(t(now.state === "paused" ? "automation.paused_now" : "automation.resumed_now", { name }));
    },
    onError: (error) =>
      notifications.show({
        color: "red",
        title: t("common.not_saved"),
        message: problem(error),
        closeButtonProps: { "aria-label": t("common.close") },
      }),
  });
}
