import type { Ref } from "@/lib/types";
import type { Draft } from "./publishing-api";

export type VersionsTabProps = {
  workflow: Ref;
  /** The editor holds changes that the server does not have yet. */
  unsaved: boolean;
  save: () => Promise<Draft>;
  /** What is shown, as the page keeps it in the address: "3" a version, "3..5" or "5..draft" two compared. */
  view: string | undefined;
  onView: (view: string | undefined) => void;
  /** A version has become the draft: the editor starts from this one. */
  onDraft: (draft: Draft) => void;
};

/** The published versions: looked at, compared, taken back into the draft (W15). */
export function VersionsTab(_props: VersionsTabProps) {
  return null;
}
