import { Alert, Button, Modal, Progress, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { DropZone } from "@/ui/DropZone";
import { PHONE } from "@/ui/screen";
import { useProblem } from "@/ui/useProblem";
import { FromLogColumns, FromLogRefused } from "./FromLogColumns";
import { FromLogFigures } from "./FromLogFigures";
import { FromLogThreshold } from "./FromLogThreshold";
import { FromLogTry } from "./FromLogTry";
import { nameOf } from "./from-log";
import { useMakeDraft } from "./from-log-draft";
import { type LogOptions, NO_OPTIONS, type Progress as Share, useDiscover } from "./logs-api";
import p from "./publish.module.css";
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

export const LOGS = ".csv,.tsv,.txt,.xes,.gz,.xml";
const USUAL = 5;

/** A draft from what really happened (W17). */
export function FromLogDialog({ workflow, changed = false, onDone, onClose }: FromLogDialogProps) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const problem = useProblem();
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<LogOptions>(NO_OPTIONS);
  const [min, setMin] = useState(USUAL);
  const [name, setName] = useState("");
  const discover = useDiscover();
  const make = useMakeDraft(workflow, (made, draft) => {
    announce(t("logs.made", { name: made.name }));
    onDone(made, draft);
  });
  const read = (next: File, how: LogOptions) => {
    setFile(next);
    setOptions(how);
    discover.mutate({ file: next, options: how, min: 1 });
  };
  const found = discover.data;
  const ready = file && found && !discover.isPending;
  return (
    <Modal
      opened
      onClose={onClose}
      size={1080}
      fullScreen={!!phone}
      radius={phone ? 0 : "lg"}
      padding={0}
      title={workflow ? t("logs.title_into", { name: workflow.name }) : t("logs.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      styles={{ header: { padding: "14px 16px 10px 20px" } }}
    >
      <div className={p.body}>
        {!file && <p className={p.said}>{t("logs.intro")}</p>}
        <DropZone
          single
          choose={t("versions.choose_file")}
          title={file ? file.name : t("logs.drop")}
          hint={t("logs.drop_hint")}
          accept={LOGS}
          busy={discover.isPending}
          onFiles={([next]) => {
            if (!next) return;
            setName(nameOf(next.name));
            read(next, NO_OPTIONS);
          }}
        />
        <Sending progress={discover.progress} />
        {discover.error && file && (
          <FromLogRefused error={discover.error} options={options} onRead={(how) => read(file, how)} />
        )}
        {ready && (
          <>
            <FromLogFigures discovery={found} />
            <FromLogColumns
              key={file.name + file.lastModified}
              columns={found.columns}
              options={options}
              onRead={(how) => read(file, how)}
            />
            <FromLogThreshold discovery={found} min={min} onMin={setMin} />
            <FromLogTry file={file} options={options} min={min} />
            {!workflow && (
              <TextInput
                label={t("logs.name")}
                maxLength={200}
                value={name}
                onChange={(e) => setName(e.currentTarget.value)}
                error={make.error?.field("name")}
              />
            )}
            {make.error && !make.error.field("name") && (
              <Alert color="red" role="alert">
                {make.error.fields[0]?.message ?? problem(make.error)}
              </Alert>
            )}
          </>
        )}
      </div>
      <div className={p.foot}>
        <div>
          {t(workflow ? "logs.will_replace" : "logs.will_make")}
          {workflow && changed && <small>{t("versions.take_loses")}</small>}
        </div>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button
          {...(workflow && changed ? { color: "red.8" } : {})}
          disabled={!ready || (!workflow && !name.trim())}
          loading={make.isPending}
          onClick={() => file && make.mutate({ file, options, min, name: name.trim() })}
        >
          {t(workflow && changed ? "versions.take_over" : "logs.make")}
        </Button>
      </div>
    </Modal>
  );
}

/** How far a file is; then that it is being read. */
export function Sending({ progress }: { progress: Share }) {
  const { t } = useTranslation();
  if (progress === null) return null;
  const label = t(progress < 1 ? "logs.sending" : "logs.reading");
  return (
    <div role="status">
      <p className={p.quiet}>{label}</p>
      <Progress
        value={progress * 100}
        animated={progress === 1}
        size="md"
        radius="xl"
        mt={6}
        aria-label={label}
      />
    </div>
  );
}
