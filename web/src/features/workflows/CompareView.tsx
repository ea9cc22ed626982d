import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CompareChanges } from "./CompareChanges";
import { CompareLines } from "./CompareLines";
import { ComparePicture } from "./ComparePicture";
import c from "./compare.module.css";
import { sums } from "./compare-lines";
import { labelsOf } from "./compare-words";
import type { Comparison, DraftDocument } from "./publishing-api";

const HOW = ["changes", "picture", "lines"] as const;
type How = (typeof HOW)[number];

/** What differs between two versions: by element, in a picture, or line by line (W15). */
export function CompareView({
  comparison,
  documents,
}: {
  comparison: Comparison;
  /** Both forms, for a picture of them and for what attributes are called. */
  documents?: { before: DraftDocument; after: DraftDocument } | undefined;
}) {
  const { t } = useTranslation();
  const [how, setHow] = useState<How>("changes");
  const { added, removed } = sums(comparison.lines);
  return (
    <div className={c.view}>
      <div className={c.head}>
        <SegmentedControl
          size="xs"
          aria-label={t("versions.how")}
          data={HOW.filter((one) => one !== "picture" || documents).map((value) => ({
            value,
            label: t(`versions.by_${value}`),
          }))}
          value={how}
          onChange={(value) => setHow(value as How)}
        />
        <p>
          {t("versions.count_changes", { count: comparison.changes.length })}
          {added > 0 && (
            <>
              {" · "}
              <span className={c.added}>{t("versions.lines_added", { count: added })}</span>
            </>
          )}
          {removed > 0 && (
            <>
              {" · "}
              <span className={c.removed}>{t("versions.lines_removed", { count: removed })}</span>
            </>
          )}
        </p>
      </div>
      {how === "changes" ? (
        <CompareChanges
          changes={comparison.changes}
          labels={documents && labelsOf(documents.before, documents.after)}
        />
      ) : how === "picture" && documents ? (
        <ComparePicture {...documents} />
      ) : (
        <CompareLines lines={comparison.lines} />
      )}
    </div>
  );
}
