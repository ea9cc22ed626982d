import { Kbd, Modal, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { COMMAND_KEY, shortcutsAreOn, switchShortcuts } from "@/ui/shortcuts";
import c from "./shell.module.css";

const SHEET: [string, string[]][] = [
  ["palette", [COMMAND_KEY, "K"]],
  ["filter", ["/"]],
  ["new", ["n"]],
  ["walk", ["↑", "↓", "←", "→"]],
  ["open", ["Enter"]],
  ["move", ["m"]],
  ["follow_up", ["e"]],
  ["share", ["s"]],
  ["close", ["Esc"]],
  ["sheet", ["?"]],
];

export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [on, setOn] = useState(shortcutsAreOn);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("shortcuts.title")}
      radius="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <dl className={c.sheet}>
        {SHEET.flatMap(([what, strokes]) => [
          <dt key={what}>{t(`shortcuts.${what}`)}</dt>,
          <dd key={`${what}-keys`}>
            {strokes.map((stroke) => (
              <Kbd key={stroke}>{stroke}</Kbd>
            ))}
          </dd>,
        ])}
      </dl>
      <Switch
        label={t("shortcuts.letters")}
        description={t("shortcuts.letters_hint")}
        checked={on}
        onChange={(e) => {
          setOn(e.currentTarget.checked);
          switchShortcuts(e.currentTarget.checked);
        }}
      />
    </Modal>
  );
}
