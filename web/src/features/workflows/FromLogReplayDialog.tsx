import type { Ref } from "@/lib/types";

export type FromLogReplayDialogProps = {
  workflow: Ref;
  /** A version; without one the draft as it is saved. */
  version?: number;
  onClose: () => void;
};

/** An event log played again on a draft or a version: what would have been refused (W17). */
export function FromLogReplayDialog(_props: FromLogReplayDialogProps) {
  return null;
}
