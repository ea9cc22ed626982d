import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Me } from "@/lib/types";
import { cityOf } from "@/ui/zones";
import c from "./shell.module.css";
import { browserZone as here, rememberOffer } from "./zone-offered";

/** Offered once, on this device: the times of where one is, where they differ from those that are shown. */
export default function ZoneOffer({ me }: { me: Me }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [done, setDone] = useState(false);
  const finish = () => {
    rememberOffer();
    setDone(true);
  };
  const take = useMutation({
    mutationFn: async () => unwrap(await api.PATCH("/api/v1/me", { body: { time_zone: here } })) as Me,
    onSuccess: (saved) => queries.setQueryData(keys.me, saved),
    onSettled: finish,
  });
  if (done) return null;
  return (
    <section className={c.offer} aria-label={t("zone.title")}>
      <p>{t("zone.offer", { here: cityOf(here), there: cityOf(me.time_zone) })}</p>
      <div>
        <Button size="compact-xs" variant="light" loading={take.isPending} onClick={() => take.mutate()}>
          {t("zone.take", { city: cityOf(here) })}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={finish}>
          {t("zone.leave")}
        </Button>
      </div>
    </section>
  );
}
