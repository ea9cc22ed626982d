import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { serverNow } from "@/lib/clock";
import { keys } from "@/lib/keys";
import type { Me } from "@/lib/types";
import { cityOf, showSame } from "@/ui/zones";
import c from "./shell.module.css";

const KEPT = "handsel.zone-offered";
const HALF_A_YEAR = 182 * 86_400_000;
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Offered once, on this device: the times of where one is, where they differ from those that are shown. */
export function ZoneOffer({ me }: { me: Me }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [done, setDone] = useState(() => localStorage.getItem(KEPT) === here);
  const finish = () => {
    localStorage.setItem(KEPT, here);
    setDone(true);
  };
  const take = useMutation({
    mutationFn: async () => unwrap(await api.PATCH("/api/v1/me", { body: { time_zone: here } })) as Me,
    onSuccess: (saved) => queries.setQueryData(keys.me, saved),
    onSettled: finish,
  });
  const now = serverNow();
  const instants = [now, now + HALF_A_YEAR].map((at) => new Date(at).toISOString());
  if (done || !here || me.own_time_zone || showSame(here, me.time_zone, instants)) return null;
  return (
    <section className={c.offer} aria-label={t("foot.zone_title")}>
      <p>{t("foot.zone_offer", { here: cityOf(here), there: cityOf(me.time_zone) })}</p>
      <div>
        <Button size="compact-xs" variant="light" loading={take.isPending} onClick={() => take.mutate()}>
          {t("foot.zone_take", { city: cityOf(here) })}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={finish}>
          {t("foot.zone_leave")}
        </Button>
      </div>
    </section>
  );
}
