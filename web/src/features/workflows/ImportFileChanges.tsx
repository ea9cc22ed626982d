import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { Failed, RowsSkeleton } from "@/ui/page";
import { CompareLines } from "./CompareLines";
import { diff } from "./compare-diff";
import { sums } from "./compare-lines";
import p from "./publish.module.css";
import { type Checked, draftFileQuery } from "./publishing-api";

/** What the file would change in the present draft, and what the check says of it. */
export function ImportFileChanges({
  workflow,
  found,
}: {
  workflow: Ref;
  /** Its text is the file as an export would write it: comments and formatting are no change. */
  found: Checked;
}) {
  const { t } = useTranslation();
  const present = useQuery(draftFileQuery(workflow.id));
  if (present.isError)
    return <Failed title={t("versions.failed")} error={present.error} retry={present.refetch} />;
  if (present.data === undefined) return <RowsSkeleton rows={3} height={36} />;
  const lines = diff(present.data, found.text);
  const { added, removed } = sums(lines);
  const title = t("versions.file_changes");
  return (
    <section className={p.part} aria-label={title}>
      <h3>
        {title}
        <span>
          {added + removed === 0
            ? t("versions.same")
            : `${t("versions.lines_added", { count: added })} · ${t("versions.lines_removed", { count: removed })}`}
        </span>
      </h3>
      {found.errors + found.warnings > 0 && (
        <p className={p.quiet}>
          {t("versions.file_findings", { errors: found.errors, warnings: found.warnings })}
        </p>
      )}
      {added + removed > 0 && <CompareLines lines={lines} />}
    </section>
  );
}
