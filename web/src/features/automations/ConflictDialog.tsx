import { Button, Group, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import c from "./dialogs.module.css";
import { useDraft, useEditing } from "./editing";
import { read } from "./recipe";
import { Reading } from "./Sentence";
import type { Draft } from "./shapes";

/** Someone else saved first: both, to choose from. Nothing is overwritten unseen. */
export function ConflictDialog({ theirs, onKeep }: { theirs: Draft; onKeep: () => void }) {
  const { t } = useTranslation();
  const { store } = useEditing();
  const { doc: recipe } = useDraft();
  const other = read(theirs.draft);
  const take = () => store.load(theirs);
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      radius="lg"
      size={860}
      title={t("automation.conflict")}
    >
      <p className={c.said} role="alert">
        {t("automation.conflict_hint")}
      </p>
      <div className={c.sides}>
        <section>
          <h3>{t("automation.mine")}</h3>
          <Reading recipe={recipe} against={other} />
        </section>
        <section>
          <h3>{t("automation.theirs")}</h3>
          <Reading recipe={other} against={recipe} />
        </section>
      </div>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={take} data-autofocus>
          {t("automation.take_theirs")}
        </Button>
        <Button
          onClick={() => {
            store.keep();
            onKeep();
          }}
        >
          {t("automation.keep_mine")}
        </Button>
      </Group>
    </Modal>
  );
}
