import type { Ref } from "@/lib/types";

export type ExportButtonProps = {
  workflow: Ref;
  /** The newest version; null where nothing has been published. */
  version: number | null;
  /** The editor holds changes that the file of the draft would lack. */
  unsaved?: boolean;
};

/** The workflow as one readable file (W15). */
export function ExportButton(_props: ExportButtonProps) {
  return null;
}
