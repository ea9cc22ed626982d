import { ActionIcon, Button, Select, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Communication, Transition } from "./document";
import { useAct } from "./editing";
import { addCommunication, editCommunication, removeCommunication } from "./edits-ways";
import c from "./inspector.module.css";
import { freeName } from "./lists";

const CHANNELS = ["email", "sms", "whatsapp"] as const;
const MODES = ["automatic", "manual", "disabled"] as const;

function Letter({ one, letter }: { one: Transition; letter: Communication }) {
  const { t } = useTranslation();
  const act = useAct();
  const set = (field: keyof Communication, value: string) =>
    act(
      { key: "edit_communication", values: { name: letter.name } },
      (x) => editCommunication(x, one.id, letter.id, { [field]: value }),
      `letter ${letter.id} ${field}`,
    );
  return (
    <li className={c.letter}>
      <div className={c.letterHead}>
        <TextInput
          label={t("workflow.name")}
          maxLength={200}
          value={letter.name}
          onChange={(e) => set("name", e.currentTarget.value)}
          error={letter.name.trim() ? undefined : t("workflow.problem.name_missing")}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={t("workflow.remove_communication", { name: letter.name })}
          onClick={() =>
            act({ key: "remove_communication", values: { name: letter.name } }, (x) =>
              removeCommunication(x, one.id, letter.id),
            )
          }
        >
          <IconTrash size={16} stroke={1.7} />
        </ActionIcon>
      </div>
      <div className={c.pair}>
        <Select
          label={t("workflow.channel")}
          allowDeselect={false}
          data={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={letter.channel}
          onChange={(v) => v && set("channel", v)}
        />
        <Select
          label={t("workflow.sending")}
          allowDeselect={false}
          data={MODES.map((value) => ({ value, label: t(`workflow.mode_${value}`) }))}
          value={letter.mode}
          onChange={(v) => v && set("mode", v)}
        />
      </div>
      <p className={c.hint}>{t(`workflow.mode_${letter.mode}_hint`)}</p>
      <TextInput
        label={t("workflow.template")}
        placeholder={t("workflow.none")}
        maxLength={200}
        value={letter.template}
        onChange={(e) => set("template", e.currentTarget.value)}
      />
      {letter.channel === "email" && (
        <TextInput
          label={t("workflow.subject")}
          maxLength={200}
          value={letter.subject}
          onChange={(e) => set("subject", e.currentTarget.value)}
        />
      )}
      <Textarea
        label={t("workflow.text")}
        autosize
        minRows={2}
        maxRows={10}
        value={letter.text}
        onChange={(e) => set("text", e.currentTarget.value)}
      />
    </li>
  );
}

/** The messages of a transition (W9): kept with it now; sending comes with the channels. */
export function Communications({ one }: { one: Transition }) {
  const { t } = useTranslation();
  const act = useAct();
  const list = useRef<HTMLUListElement>(null);
  const add = () => {
    const name = freeName(
      t("workflow.new_communication_name"),
      one.communications.map((x) => x.name),
    );
    act({ key: "add_communication", values: { name } }, (x) => addCommunication(x, one.id, name));
    requestAnimationFrame(() => {
      const field = list.current?.querySelector<HTMLInputElement>("li:last-child input");
      field?.closest("li")?.scrollIntoView({ block: "nearest" });
      field?.focus({ preventScroll: true });
      field?.select();
    });
  };
  return (
    <section aria-label={t("workflow.communications")} className={c.fields} style={{ gap: 10 }}>
      <h3>{t("workflow.communications")}</h3>
      <p className={c.hint}>{t("workflow.communications_hint")}</p>
      {one.communications.length > 0 && (
        <ul ref={list} className={c.letters}>
          {one.communications.map((letter) => (
            <Letter key={letter.id} one={one} letter={letter} />
          ))}
        </ul>
      )}
      <div>
        <Button
          variant="light"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
        >
          {t("workflow.new_communication")}
        </Button>
      </div>
    </section>
  );
}
