import { Alert, Button, Select, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { useProblem } from "@/ui/useProblem";
import c from "./from-log.module.css";
import type { Discovery, LogOptions } from "./logs-api";
import p from "./publish.module.css";

type Columns = Discovery["columns"];
const CHOSEN = ["case", "activity", "time", "lifecycle_column"] as const;

type Props = {
  columns: Columns;
  options: LogOptions;
  onRead: (options: LogOptions) => void;
};

/** By which columns the log was read, and what is left out of it. */
export function FromLogColumns({ columns, options, onRead }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ activities: options.activities, lifecycle: options.lifecycle });
  const changed = typed.activities !== options.activities || typed.lifecycle !== options.lifecycle;
  return (
    <form
      className={c.columns}
      aria-label={t("logs.columns")}
      onSubmit={(e) => {
        e.preventDefault();
        onRead({ ...options, ...typed });
      }}
    >
      {CHOSEN.map((name) => (
        <Select
          key={name}
          label={t(`logs.column_${name}`)}
          searchable
          allowDeselect={false}
          data={columns.available}
          value={columns[name === "lifecycle_column" ? "lifecycle" : name]}
          placeholder={t("logs.no_column")}
          onChange={(column) => column && onRead({ ...options, ...typed, [name]: column })}
        />
      ))}
      <TextInput
        label={t("logs.lifecycle")}
        placeholder={columns.lifecycle ? "complete" : t("logs.no_lifecycle")}
        disabled={!columns.lifecycle}
        value={typed.lifecycle}
        onChange={(e) => setTyped({ ...typed, lifecycle: e.currentTarget.value })}
      />
      <TextInput
        label={t("logs.activities")}
        placeholder="A_*, B_*"
        value={typed.activities}
        onChange={(e) => setTyped({ ...typed, activities: e.currentTarget.value })}
      />
      {changed && (
        <Button
          type="submit"
          variant="light"
          leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
        >
          {t("logs.read_again")}
        </Button>
      )}
    </form>
  );
}

/** Why a log can't be read; where a column is missing, those that it has are there to choose from. */
export function FromLogRefused({
  error,
  options,
  onRead,
}: {
  error: ApiError;
  options: LogOptions;
  onRead: (options: LogOptions) => void;
}) {
  const { t } = useTranslation();
  const problem = useProblem();
  const available = Array.isArray(error.problem.available) ? error.problem.available.map(String) : [];
  const asked = CHOSEN.filter((name) => error.field(name) !== undefined);
  const [chosen, setChosen] = useState<Partial<LogOptions>>({});
  const missing = available.length > 0 && asked.length > 0 && asked.every((name) => !options[name]);
  const said = missing
    ? asked.map((name) => t(`logs.missing_${name}`)).join(" ")
    : error.fields.map((one) => one.message).join(" ") || problem(error);
  const filters = (["activities", "lifecycle"] as const).filter((name) => options[name] !== "");
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle size={17} stroke={1.8} aria-hidden />}
      title={t("logs.refused")}
    >
      <p className={p.said}>{said}</p>
      {available.length > 0 && (
        <div className={c.columns}>
          {CHOSEN.map((name) => (
            <Select
              key={name}
              label={t(`logs.column_${name}`)}
              searchable
              data={available}
              value={chosen[name] ?? (options[name] || null)}
              onChange={(column) => setChosen({ ...chosen, [name]: column ?? "" })}
            />
          ))}
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
            onClick={() => onRead({ ...options, ...chosen })}
          >
            {t("logs.read_again")}
          </Button>
        </div>
      )}
      {available.length === 0 && filters.length > 0 && (
        <Button
          mt={10}
          variant="default"
          onClick={() => onRead({ ...options, activities: "", lifecycle: "" })}
        >
          {t("logs.without_filters")}
        </Button>
      )}
    </Alert>
  );
}
