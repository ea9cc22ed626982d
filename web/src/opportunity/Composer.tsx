import { Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { useAddActivity, useAddNote, useAddTask, useAwaitedTypes } from "./said";
import { useKeepTyped } from "./sharing/typed";
import c from "./timeline.module.css";

type Kind = "note" | "activity" | "task";
const KINDS: Kind[] = ["note", "activity", "task"];
const TYPES = ["call", "meeting", "email", "visit", "documents"] as const;

/** Says something about an opportunity: a note, something done, or something to do. */
export function Composer({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind>("note");
  const [text, setText] = useState("");
  const [type, setType] = useState("");
  const note = useAddNote(o.id);
  const activity = useAddActivity(o.id);
  const task = useAddTask(o.id);
  const awaited = useAwaitedTypes(kind === "activity");
  const types = new Set([...awaited, ...TYPES.map((x) => t(`timeline.type_${x}`))]);
  const done = {
    onSuccess: () => {
      setText("");
      setType("");
    },
  };
  useKeepTyped("composer", [
    ...(kind === "activity" && type.trim() ? [{ label: t("timeline.activity_type"), text: type }] : []),
    ...(text.trim() ? [{ label: t(`timeline.${kind}`), text }] : []),
  ]);
  const ready = kind === "activity" ? type.trim() !== "" : text.trim() !== "";
  const busy = note.isPending || activity.isPending || task.isPending;
  const submit = () => {
    if (!ready || busy) return;
    if (kind === "note") note.mutate(text, done);
    else if (kind === "task") task.mutate({ title: text }, done);
    else activity.mutate({ type, text }, done);
  };
  return (
    <form
      className={c.composer}
      aria-label={t(`timeline.add_${kind}`)}
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
      onKeyDown={(e) => {
        if (e.key === "Enter" && (e.metaKey || e.ctrlKey)) submit();
      }}
    >
      {kind === "activity" && (
        <>
          <TextInput
            aria-label={t("timeline.activity_type")}
            placeholder={t("timeline.activity_type")}
            variant="unstyled"
            size="sm"
            list={`types-${o.id}`}
            value={type}
            onChange={(e) => setType(e.currentTarget.value)}
          />
          <datalist id={`types-${o.id}`}>
            {[...types].map((x) => (
              <option key={x} value={x} />
            ))}
          </datalist>
        </>
      )}
      <Textarea
        aria-label={t(`timeline.${kind}_hint`)}
        placeholder={t(`timeline.${kind}_hint`)}
        variant="unstyled"
        size="sm"
        autosize
        minRows={1}
        maxRows={8}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <div className={c.composerFoot}>
        <SegmentedControl
          size="xs"
          aria-label={t("timeline.kind")}
          value={kind}
          onChange={(v) => setKind(v as Kind)}
          data={KINDS.map((v) => ({ value: v, label: t(`timeline.${v}`) }))}
        />
        <Button type="submit" size="xs" loading={busy} disabled={!ready}>
          {t("common.add")}
        </Button>
      </div>
    </form>
  );
}
