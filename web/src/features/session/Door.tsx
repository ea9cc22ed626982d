import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "@/ui/bits";
import c from "./session.module.css";

/** The page outside the house: one calm card. */
export function Door({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className={c.page}>
      <div className={c.card}>
        <div className={c.brand}>
          <Mark size={34} />
          <b>Handsel</b>
        </div>
        <h1>{title}</h1>
        {hint && <p className={c.hint}>{hint}</p>}
        {children}
      </div>
      <p className={c.motto}>{t("session.motto")}</p>
    </main>
  );
}
