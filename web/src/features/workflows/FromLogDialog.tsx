import type { Ref } from "@/lib/types";
import type { Draft } from "./publishing-api";

export type FromLogDialogProps = {
  /** Whose draft the log becomes; without one a new workflow is made. */
  workflow?: Ref;
  /** That workflow's draft holds changes which would be lost: asks first. */
  changed?: boolean;
  /** The new draft; null where a workflow was made: go there. */
  onDone: (workflow: Ref, draft: Draft | null) => void;
  onClose: () => void;
};

/** A draft from what really happened (W17). */
export function FromLogDialog(_props: FromLogDialogProps) {
  return null;
}
