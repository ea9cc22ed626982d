import { Alert, Button, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, isApiError } from "@/lib/client";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { RowsSkeleton } from "@/ui/page";
import { PHONE } from "@/ui/screen";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { PublishLook } from "./PublishLook";
import c from "./publish.module.css";
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
export function PublishDialog({ workflow, save, onJump, onPublished, onClose }: PublishDialogProps) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const { draft, error, again } = useSaved(save);
  const [published, setPublished] = useState<Published | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      size={published ? "md" : 1000}
      fullScreen={!!phone && !published}
      radius={phone && !published ? 0 : "lg"}
      padding={0}
      title={t("publish.title", { name: workflow.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
      styles={{ header: { padding: "14px 16px 10px 20px" } }}
    >
      {published ? (
        <Done published={published} onClose={onClose} />
      ) : error ? (
        <NotSaved error={error} again={again} onClose={onClose} />
      ) : draft ? (
        <PublishLook
          draft={draft}
          onJump={(finding) => {
            onClose();
            onJump(finding);
          }}
          onPublished={(now) => {
            setPublished(now);
            onPublished(now);
          }}
          onClose={onClose}
        />
      ) : (
        <div className={c.body}>
          <RowsSkeleton rows={5} height={64} />
        </div>
      )}
    </Modal>
  );
}

/** Once, when the dialog opens: what is tried and published is what is saved. */
function useSaved(save: () => Promise<Draft>) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [error, setError] = useState<unknown>(null);
  const started = useRef(false);
  const send = () => {
    setError(null);
    save().then(setDraft, setError);
  };
  const sendNow = useRef(send);
  sendNow.current = send;
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    sendNow.current();
  }, []);
  return { draft, error, again: send };
}

function NotSaved({ error, again, onClose }: { error: unknown; again: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const fields = isApiError(error) ? (error as ApiError).fields : [];
  return (
    <>
      <div className={c.body}>
        <Alert color="red" role="alert" title={t("publish.not_saved")}>
          {problem(error)}
          {fields.length > 0 && (
            <ul className={c.list}>
              {fields.map((one) => (
                <li key={one.name + one.message}>
                  <b>{one.name}</b> {one.message}
                </li>
              ))}
            </ul>
          )}
        </Alert>
      </div>
      <div className={c.foot}>
        <div />
        <Button variant="default" onClick={onClose}>
          {t("common.close")}
        </Button>
        <Button onClick={again}>{t("common.retry")}</Button>
      </div>
    </>
  );
}

function Done({ published, onClose }: { published: Published; onClose: () => void }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { version, carried, moved } = published;
  const title = t("publish.done", { version });
  const follow = t("publish.done_follow", { count: carried + moved, formatted: count(carried + moved) });
  useEffect(() => announce(`${title} ${follow}`), [title, follow]);
  return (
    <div className={c.done}>
      <span className={c.doneIcon}>
        <IconCircleCheck size={26} stroke={1.7} aria-hidden />
      </span>
      <h3>{title}</h3>
      <p className={c.said}>{follow}</p>
      {moved > 0 && (
        <p className={c.said}>{t("publish.done_moved", { count: moved, formatted: count(moved) })}</p>
      )}
      <Button mt={10} onClick={onClose} data-autofocus>
        {t("publish.done_close")}
      </Button>
    </div>
  );
}
