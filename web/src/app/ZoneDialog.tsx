import { Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { zoneChoices } from "@/features/organizations/words";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Me } from "@/lib/types";
import { announce } from "@/ui/announce";
import { FormDialog } from "@/ui/forms";
import { cityOf } from "@/ui/zones";

const AS_HOME = "organization";

/** In which zone times are shown to me; others see theirs. */
export default function ZoneDialog({ me, onClose }: { me: Me; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [zone, setZone] = useState(me.own_time_zone || AS_HOME);
  const save = useMutation<Me, ApiError>({
    mutationFn: async () =>
      unwrap(await api.PATCH("/api/v1/me", { body: { time_zone: zone === AS_HOME ? "" : zone } })) as Me,
    onSuccess: (saved) => {
      queries.setQueryData(keys.me, saved);
      announce(t("common.saved"));
      onClose();
    },
  });
  const data = useMemo(
    () => [
      {
        value: AS_HOME,
        label: t("zone.organization", { zone: cityOf(me.organization.time_zone) }),
      },
      ...zoneChoices(me.own_time_zone),
    ],
    [me, t],
  );
  return (
    <FormDialog
      title={t("zone.title")}
      sending={save}
      onSubmit={() => {
        save.mutate();
      }}
      onClose={onClose}
    >
      <Select
        label={t("zone.label")}
        description={t("zone.hint")}
        searchable
        allowDeselect={false}
        data-autofocus
        data={data}
        limit={200}
        maxDropdownHeight={280}
        nothingFoundMessage={t("list.nothing_found")}
        value={zone}
        onChange={(v) => v && setZone(v)}
        error={save.error?.field("time_zone")}
      />
    </FormDialog>
  );
}
