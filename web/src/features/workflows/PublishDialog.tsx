import type { Ref } from "@/lib/types";
import type { Draft, Finding, Published } from "./publishing-api";

export type PublishDialogProps = {
  workflow: Ref;
  /** Sends what is unsaved, if anything is; the draft as the server has it then. Rejects with the ApiError of a refusal. */
  save: () => Promise<Draft>;
  /** The dialog has been closed by a finding: show its element. */
  onJump: (finding: Finding) => void;
  /** The draft is now the newest version; the dialog still says the result. */
  onPublished: (published: Published) => void;
  onClose: () => void;
};

/** What publishing would do, and the button that does it (W13, W14). */
export function PublishDialog(_props: PublishDialogProps) {
  return null;
}
