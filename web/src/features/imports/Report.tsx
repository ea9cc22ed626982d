import { useTranslation } from "react-i18next";
import { Panel } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import type { Import } from "./api";
import c from "./imports.module.css";

const COUNTS = ["create", "update", "same", "skipped", "problems"] as const;

/** What an import would do, or did: counts of opportunities, of what came along, and what there is to say. */
export function Report({ run }: { run: Import }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { report } = run;
  const kinds = Object.entries(report.kinds)
    .map(([kind, { create = 0, update = 0, same = 0 }]) => ({ kind, create, update, same }))
    .filter((x) => x.create + x.update + x.same > 0);
  return (
    <Panel title={t(run.state === "checked" ? "imports.would" : "imports.result")}>
      <dl className={c.counts}>
        {COUNTS.map((name) => (
          <div key={name} data-bad={(name === "problems" && report.problems > 0) || undefined}>
            <dt>{t(`imports.${name}`)}</dt>
            <dd>{count(report[name])}</dd>
          </div>
        ))}
      </dl>
      {kinds.length > 0 && (
        <ul className={c.kinds}>
          {kinds.map((x) => (
            <li key={x.kind}>
              <b>{t(`imports.kind_${x.kind}`, { defaultValue: x.kind })}</b>{" "}
              {t("imports.result_short", {
                create: count(x.create),
                update: count(x.update),
                same: count(x.same),
              })}
            </li>
          ))}
        </ul>
      )}
      {report.notes.length > 0 && (
        <ul className={c.notes}>
          {report.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
