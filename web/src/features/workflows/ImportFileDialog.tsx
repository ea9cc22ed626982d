import type { Ref } from "@/lib/types";
import type { Draft } from "./publishing-api";

export type ImportFileDialogProps = {
  /** Whose draft the file becomes; without one a new workflow is made. */
  workflow?: Ref;
  /** That workflow's draft holds changes which would be lost: asks first. */
  changed?: boolean;
  /** The new draft; null where a workflow was made: go there. */
  onDone: (workflow: Ref, draft: Draft | null) => void;
  onClose: () => void;
};

/** A workflow file becomes a draft; nothing is published by it (W15). */
export function ImportFileDialog(_props: ImportFileDialogProps) {
  return null;
}
