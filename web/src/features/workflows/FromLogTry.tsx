import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useProblem } from "@/ui/useProblem";
import { FromLogFitness } from "./FromLogFitness";
import { type LogOptions, useDiscover } from "./logs-api";
import p from "./publish.module.css";

/** The log played again on the draft that it would make: how much of what happened it allows. */
export function FromLogTry({ file, options, min }: { file: File; options: LogOptions; min: number }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const trying = useDiscover();
  const fresh =
    trying.data && trying.variables?.min === min && trying.variables.options === options
      ? trying.data
      : undefined;
  const title = t("logs.try");
  return (
    <section className={p.part} aria-label={title}>
      <h3>
        {title}
        {!fresh && (
          <Button
            className={p.end}
            size="xs"
            variant="light"
            leftSection={<IconPlayerPlay size={15} stroke={1.8} aria-hidden />}
            loading={trying.isPending}
            onClick={() => trying.mutate({ file, options, min })}
          >
            {t("logs.try_action")}
          </Button>
        )}
      </h3>
      {fresh?.replay ? (
        <FromLogFitness replay={fresh.replay} />
      ) : (
        <p className={p.quiet}>{trying.error ? problem(trying.error) : t("logs.try_hint")}</p>
      )}
    </section>
  );
}
