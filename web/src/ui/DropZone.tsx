import { Button, FileButton } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import c from "./drop.module.css";

type Props = {
  title: string;
  hint: string;
  /** What the button says. */
  choose: string;
  accept: string;
  busy?: boolean;
  /** One file, in a line of a dialog; else as many as one likes, in a place of their own. */
  single?: boolean;
  onFiles: (files: File[]) => void;
};

/** Files by drag and drop, or by the button. */
export function DropZone({ title, hint, choose, accept, busy = false, single = false, onFiles }: Props) {
  const [over, setOver] = useState(false);
  const drag = (is: boolean) => (e: DragEvent) => {
    e.preventDefault();
    setOver(is);
  };
  const take = (files: File[]) => files.length > 0 && !busy && onFiles(single ? files.slice(0, 1) : files);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for the keyboard
    <div
      className={c.drop}
      data-line={single || undefined}
      data-over={over || undefined}
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(e) => {
        drag(false)(e);
        take([...e.dataTransfer.files]);
      }}
    >
      <span className={c.icon}>
        <IconFileUpload size={22} stroke={1.7} aria-hidden />
      </span>
      <div className={c.words}>
        <b>{title}</b>
        <p>{hint}</p>
      </div>
      <FileButton multiple={!single} accept={accept} onChange={(files) => take([files ?? []].flat())}>
        {(props) => (
          <Button {...props} variant={single ? "default" : "filled"} loading={busy}>
            {choose}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
