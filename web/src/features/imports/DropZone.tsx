import { Button, FileButton } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import c from "./imports.module.css";

/** Files by drag and drop, or by the button. */
export function DropZone({
  hint,
  busy,
  onFiles,
}: {
  hint: string;
  busy: boolean;
  onFiles: (files: File[]) => void;
}) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const drag = (is: boolean) => (e: DragEvent) => {
    e.preventDefault();
    setOver(is);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for the keyboard
    <div
      className={c.drop}
      data-over={over || undefined}
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(e) => {
        drag(false)(e);
        const files = [...e.dataTransfer.files];
        if (files.length > 0 && !busy) onFiles(files);
      }}
    >
      <span className={c.dropIcon}>
        <IconFileUpload size={22} stroke={1.7} aria-hidden />
      </span>
      <b>{t("imports.drop")}</b>
      <p>{hint}</p>
      <FileButton
        multiple
        accept=".csv,.tsv,.txt,.xlsx"
        onChange={(files) => files.length > 0 && onFiles(files)}
      >
        {(props) => (
          <Button {...props} loading={busy}>
            {t("imports.choose")}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
