import { useMemo } from "react";
import { Picture } from "@/opportunity/picture";
import c from "./compare.module.css";
import { beforeAndAfter } from "./compare-graph";
import type { DraftDocument } from "./publishing-api";

/** Before and after in one picture; the list of changes says the same. */
export function ComparePicture({ before, after }: { before: DraftDocument; after: DraftDocument }) {
  const { graph, marks } = useMemo(() => beforeAndAfter(before, after), [before, after]);
  return (
    <div className={c.picture}>
      <Picture graph={graph} marks={marks} among />
    </div>
  );
}
