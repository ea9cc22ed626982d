import { Alert, Button, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { DropZone } from "@/ui/DropZone";
import { PHONE } from "@/ui/screen";
import { useProblem } from "@/ui/useProblem";
import { FromLogRefused } from "./FromLogColumns";
import { LOGS, Sending } from "./FromLogDialog";
import { FromLogFitness } from "./FromLogFitness";
import { type LogOptions, NO_OPTIONS, useReplay } from "./logs-api";
import p from "./publish.module.css";

export type FromLogReplayDialogProps = {
  workflow: Ref;
  /** A version; without one the draft as it is saved. */
  version?: number;
  onClose: () => void;
};

/** An event log played again on a draft or a version: what would have been refused (W17). */
export function FromLogReplayDialog({ workflow, version, onClose }: FromLogReplayDialogProps) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const problem = useProblem();
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<LogOptions>(NO_OPTIONS);
  const replay = useReplay(workflow.id);
  const read = (next: File, how: LogOptions) => {
    setFile(next);
    setOptions(how);
    replay.mutate({ file: next, options: how, version: version ?? null });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={820}
      fullScreen={!!phone}
      radius={phone ? 0 : "lg"}
      padding={0}
      title={version === undefined ? t("logs.replay_draft") : t("logs.replay_version", { number: version })}
      closeButtonProps={{ "aria-label": t("common.close") }}
      styles={{ header: { padding: "14px 16px 10px 20px" } }}
    >
      <div className={p.body}>
        {!file && <p className={p.said}>{t("logs.replay_intro")}</p>}
        <DropZone
          single
          choose={t("versions.choose_file")}
          title={file ? file.name : t("logs.drop")}
          hint={t("logs.drop_hint")}
          accept={LOGS}
          busy={replay.isPending}
          onFiles={([next]) => next && read(next, NO_OPTIONS)}
        />
        <Sending progress={replay.progress} />
        {replay.error &&
          (file ? (
            <FromLogRefused error={replay.error} options={options} onRead={(how) => read(file, how)} />
          ) : (
            <Alert color="red">{problem(replay.error)}</Alert>
          ))}
        {replay.data && !replay.isPending && <FromLogFitness replay={replay.data} />}
      </div>
      <div className={p.foot}>
        <div />
        <Button variant="default" onClick={onClose}>
          {t("common.close")}
        </Button>
      </div>
    </Modal>
  );
}
