import { Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Chip } from "@/ui/bits";
import { Panel } from "@/ui/page";
import { type Import, useMapping } from "./api";
import c from "./imports.module.css";
import { Options } from "./Options";
import { byFile, retarget, spelled } from "./words";

/** What every column is here. None is dropped silently: what is left out says so, and why (I13). */
export function Mapping({ run, isFree }: { run: Import; isFree: boolean }) {
  const { t } = useTranslation();
  const map = useMapping(run.id);
  const mayMap = run.may.map;
  const label = (key: string, fallback: string) =>
    key ? t(`target.${spelled(key)}`, { defaultValue: fallback }) : t("imports.left_out");
  const labels = new Map(run.targets.map((x) => [x.key, label(x.key, x.label)]));
  const out = run.mapping.filter((x) => !x.target).length;
  return (
    <Panel
      title={t("imports.mapping")}
      note={t("imports.mapping_note", { mapped: run.mapping.length - out, out })}
    >
      {byFile(run.mapping).map(([file, lines]) => (
        <section key={file} aria-label={file}>
          <h3 className={c.file}>
            {file}{" "}
            <span>· {t("imports.rows", { count: run.files.find((x) => x.name === file)?.rows ?? 0 })}</span>
          </h3>
          <ul className={c.columns}>
            {lines.map((line) => (
              <li key={line.column} className={c.column} data-out={!line.target || undefined}>
                <b dir="auto">{line.column}</b>
                <span className={c.sample} dir="auto" title={line.sample.join("\n")}>
                  {line.sample.join(" · ") || t("imports.no_sample")}
                </span>
                <IconArrowRight size={15} stroke={1.8} aria-hidden />
                {isFree ? (
                  <Select
                    size="xs"
                    aria-label={t("imports.target_of", { column: line.column })}
                    searchable
                    allowDeselect={false}
                    disabled={!mayMap}
                    data={run.targets.map((x) => ({ value: x.key, label: labels.get(x.key) ?? x.label }))}
                    value={line.target}
                    error={map.error?.field(`mapping.${line.column}`)}
                    onChange={(target) => {
                      if (target === null || target === line.target) return;
                      const mapping = retarget(run.mapping, line, target);
                      if (mapping.length > 1)
                        notifications.show({
                          message: t("imports.took", {
                            column: mapping[0]?.column,
                            target: labels.get(target),
                          }),
                        });
                      map.mutate({ mapping });
                    }}
                  />
                ) : line.target ? (
                  <span>{labels.get(line.target) ?? line.target}</span>
                ) : (
                  <span>
                    <Chip>{t("imports.left_out")}</Chip>{" "}
                    <span className={c.why}>{line.note.replace(/^left out:?\s*/, "")}</span>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <Options run={run} isFree={isFree} onChange={(options) => map.mutate({ options })} error={map.error} />
    </Panel>
  );
}
