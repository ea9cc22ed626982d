import { Radio, Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { Refused } from "@/ui/forms";
import { Confirm } from "@/ui/page";
import { colleaguesQuery, type Member, useChange } from "./api";

/** Lets someone go. Nothing is released silently: who deactivates sees what they hold and says who gets it (O7). */
export function DeactivateDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const [to, setTo] = useState<"someone" | "nobody" | null>(null);
  const [heir, setHeir] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const colleagues = useQuery(colleaguesQuery(q));
  const others = (colleagues.data?.items ?? []).filter((x) => x.id !== member.id);
  const chosen = others.find((x) => x.id === heir);
  const change = useChange(
    "people",
    async () =>
      unwrap(
        await api.POST("/api/v1/members/{member_id}/deactivate", {
          params: { path: { member_id: member.id } },
          body: to === "someone" ? { reassign_to: heir } : to === "nobody" ? { reassign_to: null } : {},
        }),
      ),
    () => {
      notifications.show({ message: t("members.deactivated_done", { name: member.name }) });
      onClose();
    },
  );
  const refused = change.error;
  // They may have been given something meanwhile: the refusal counts anew.
  const count = Number(refused?.problem.count ?? member.holds);
  const holds = count > 0;
  const ready = !holds || to === "nobody" || (to === "someone" && !!heir);
  return (
    <Confirm
      title={t("members.deactivate_title", { name: member.name })}
      action={t("members.deactivate_do")}
      danger
      busy={change.isPending}
      disabled={!ready}
      onConfirm={() => change.mutate()}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Refused error={refused} />
        <p style={{ margin: 0 }}>{t("members.deactivate_hint")}</p>
        {holds ? (
          <Radio.Group
            label={t("members.holds_now", { name: member.name, count })}
            description={t("members.holds_whom")}
            value={to}
            onChange={(v) => setTo(v as typeof to)}
          >
            <Stack gap={8} mt={8}>
              <Radio value="someone" label={t("members.holds_to")} />
              {to === "someone" && (
                <Select
                  aria-label={t("members.holds_to")}
                  placeholder={t("members.holds_choose")}
                  searchable
                  ml={30}
                  data={others.map((x) => ({ value: x.id, label: x.name }))}
                  value={heir}
                  onChange={setHeir}
                  onSearchChange={(next) => next !== chosen?.name && setTyped(next)}
                  nothingFoundMessage={t("list.nothing_found")}
                  error={refused?.field("reassign_to")}
                />
              )}
              <Radio value="nobody" label={t("members.holds_nobody")} />
            </Stack>
          </Radio.Group>
        ) : (
          <p style={{ margin: 0, color: "var(--muted)" }}>{t("members.holds_nothing")}</p>
        )}
      </Stack>
    </Confirm>
  );
}
