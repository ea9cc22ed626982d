import { Alert, Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { DropZone } from "@/ui/DropZone";
import { PHONE } from "@/ui/screen";
import { useProblem } from "@/ui/useProblem";
import { draftQuery } from "./api";
import { ImportFileChanges } from "./ImportFileChanges";
import { MOST_BYTES, mistakes, nameIn } from "./import-file";
import c from "./import-file.module.css";
import p from "./publish.module.css";
import { checkFileQuery, type Draft, useMakeWorkflow, useReplaceDraft } from "./publishing-api";

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
export function ImportFileDialog(props: ImportFileDialogProps) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const [text, setText] = useState("");
  const [unread, setUnread] = useState<string | null>(null);
  const read = async (file: File) => {
    setUnread(null);
    if (file.size > MOST_BYTES) {
      setUnread(t("versions.file_too_large", { name: file.name }));
      return;
    }
    setText(await file.text());
  };
  const { workflow } = props;
  const parts = (
    <>
      <DropZone
        single
        choose={t("versions.choose_file")}
        title={t("versions.drop_file")}
        hint={t("versions.drop_file_hint")}
        accept=".yaml,.yml,.json,.txt"
        onFiles={([file]) => file && void read(file)}
      />
      {unread && (
        <Alert color="red" role="alert">
          {unread}
        </Alert>
      )}
      <Textarea
        className={c.text}
        label={t("versions.file_text")}
        placeholder={t("versions.file_paste")}
        autosize
        minRows={4}
        maxRows={14}
        spellCheck={false}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
    </>
  );
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={820}
      fullScreen={!!phone}
      radius={phone ? 0 : "lg"}
      padding={0}
      title={workflow ? t("versions.import_title", { name: workflow.name }) : t("versions.import_new_title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      styles={{ header: { padding: "14px 16px 10px 20px" } }}
    >
      {workflow ? (
        <IntoDraft {...props} workflow={workflow} text={text}>
          {parts}
        </IntoDraft>
      ) : (
        <AsNew {...props} text={text}>
          {parts}
        </AsNew>
      )}
    </Modal>
  );
}

type Half = ImportFileDialogProps & { text: string; children: ReactNode };

function IntoDraft({ workflow, changed, text, onDone, onClose, children }: Half & { workflow: Ref }) {
  const { t } = useTranslation();
  const draft = useQuery(draftQuery(workflow.id));
  const [settled] = useDebouncedValue(text, 400);
  const check = useQuery({ ...checkFileQuery(workflow.id, settled), enabled: settled.trim() !== "" });
  const replace = useReplaceDraft(workflow.id, (now) => {
    announce(t("versions.imported"));
    onDone(workflow, now);
  });
  const loses = !!changed || !!draft.data?.changed;
  const asked = text === settled && check.data;
  const revision = draft.data?.revision;
  return (
    <>
      <div className={p.body}>
        {children}
        <Mistakes error={replace.error ?? (text.trim() ? check.error : null)} text={settled} />
        {asked && <ImportFileChanges workflow={workflow} found={asked} />}
      </div>
      <div className={p.foot}>
        <div>
          {t("versions.import_hint")}
          {loses && <small>{t("versions.take_loses")}</small>}
        </div>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button
          {...(loses ? { color: "red.8" } : {})}
          disabled={!asked || revision === undefined}
          loading={replace.isPending || (check.isFetching && text.trim() !== "")}
          onClick={() => revision !== undefined && replace.mutate({ text, revision })}
        >
          {t(loses ? "versions.take_over" : "versions.import_action")}
        </Button>
      </div>
    </>
  );
}

function AsNew({ text, onDone, onClose, children }: Half) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? nameIn(text);
  const make = useMakeWorkflow((made) => {
    announce(t("versions.made", { name: made.name }));
    onDone({ id: made.id, name: made.name }, null);
  });
  return (
    <>
      <div className={p.body}>
        {children}
        <TextInput
          label={t("versions.new_name")}
          maxLength={200}
          value={name}
          onChange={(e) => setTyped(e.currentTarget.value)}
          error={make.error?.field("name")}
        />
        <Mistakes error={make.error} text={text} />
      </div>
      <div className={p.foot}>
        <div>{t("versions.import_new_hint")}</div>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button
          disabled={!text.trim() || !name.trim()}
          loading={make.isPending}
          onClick={() => make.mutate({ name: name.trim(), text })}
        >
          {t("versions.import_new_action")}
        </Button>
      </div>
    </>
  );
}

/** Why the file can't be used, line by line. */
function Mistakes({ error, text }: { error: unknown; text: string }) {
  const { t } = useTranslation();
  const problem = useProblem();
  if (!error) return null;
  const found = isApiError(error) ? mistakes(error.fields, text).filter((one) => one.place !== "name") : [];
  return (
    <Alert color="red" role="alert" title={t("versions.file_refused")}>
      {found.length === 0 ? (
        problem(error)
      ) : (
        <ul className={c.mistakes}>
          {found.map((one) => (
            <li key={`${one.place}-${one.line}-${one.message}`}>
              <b>{one.line === null ? one.place : t("versions.line", { number: one.line })}</b> {one.message}
              {one.written && <code dir="auto">{one.written}</code>}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
