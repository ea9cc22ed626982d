import { Button, FileButton } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import c from "./import-file.module.css";

type Props = {
  title: string;
  hint: string;
  accept: string;
  busy?: boolean;
  onFile: (file: File) => void;
};

/** One file by drag and drop, or by the button. */
export function ImportFileDrop({ title, hint, accept, busy = false, onFile }: Props) {
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
        const file = e.dataTransfer.files[0];
        if (file && !busy) onFile(file);
      }}
    >
      <span className={c.dropIcon}>
        <IconFileUpload size={22} stroke={1.7} aria-hidden />
      </span>
      <div>
        <b>{title}</b>
        <p>{hint}</p>
      </div>
      <FileButton accept={accept} onChange={(file) => file && onFile(file)}>
        {(props) => (
          <Button {...props} variant="default" loading={busy}>
            {t("versions.choose_file")}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
