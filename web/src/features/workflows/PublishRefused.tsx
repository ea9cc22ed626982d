import { Alert } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { useProblem } from "@/ui/useProblem";
import c from "./publish.module.css";

/** Why nothing was published; what has changed meanwhile is shown anew below it. */
export function PublishRefused({ error }: { error: ApiError }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const shown = useRef<HTMLDivElement>(null);
  // The button stands at the foot, and this at the head of what may be scrolled.
  useEffect(() => {
    if (error) shown.current?.scrollIntoView({ block: "center" });
  }, [error]);
  const key = `publish.refused_${error.code}`;
  const fields = error.fields.filter((one) => one.message !== error.message);
  return (
    <Alert ref={shown} color="red" role="alert" title={t("publish.refused")}>
      {i18n.exists(key) ? t(key) : problem(error)}
      {fields.length > 0 && (
        <ul className={c.list}>
          {fields.map((one) => (
            <li key={one.name + one.message}>
              <b>{one.name}</b> {one.message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
