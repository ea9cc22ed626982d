import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { useProblem } from "@/ui/useProblem";
import c from "./imports.module.css";

const SHOWN = 12;

/** Why nothing was done: each line at fault, the first of them by name. */
export function Refused({ error }: { error: ApiError | null }) {
  const { t } = useTranslation();
  const problem = useProblem();
  if (!error) return null;
  const more = error.fields.length - SHOWN;
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle size={16} aria-hidden />}
      title={t("imports.refused")}
    >
      {error.fields.length === 0 ? (
        problem(error)
      ) : (
        <ul className={c.problems}>
          {error.fields.slice(0, SHOWN).map((x) => (
            <li key={x.name + x.message}>
              <b>{x.name}</b>: {x.message}
            </li>
          ))}
          {more > 0 && <li>{t("imports.and_more", { count: more })}</li>}
        </ul>
      )}
    </Alert>
  );
}
