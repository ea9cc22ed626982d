import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconDots,
  IconFileImport,
  IconHistory,
  IconPencil,
  IconRestore,
  IconRocket,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { Chip } from "@/ui/bits";
import { EditorHead as Head } from "@/ui/editing/Frame";
import { History } from "@/ui/editing/history";
import { Live } from "@/ui/Live";
import { useFormats } from "@/ui/useFormats";
import type { WorkflowLine } from "./api";
import { ExportButton } from "./ExportButton";
import { useDid, useDraft, useEditing } from "./editing";
import { Problems } from "./Problems";
import type { Saving } from "./saving";
import c from "./workflows.module.css";

/** Saved or not, published or not, in words. */
function useStanding() {
  const { t } = useTranslation();
  const now = useNow();
  const { when } = useFormats();
  const { dirty, draft } = useDraft();
  const saved = dirty
    ? t("workflow.unsaved")
    : draft.edited_at && draft.edited_by
      ? t("workflow.saved_by", { name: draft.edited_by.name, when: when(draft.edited_at, now) })
      : t("workflow.all_saved");
  return {
    saved: { text: saved, tone: dirty ? ("warn" as const) : undefined },
    published:
      draft.version === null
        ? t("workflow.never_published")
        : draft.changed || dirty
          ? t("workflow.differs", { number: draft.version })
          : t("workflow.is_version", { number: draft.version }),
  };
}

/** The workflow's name and state, and what is done with the whole of it. */
export function EditorHead({
  workflow,
  saving,
  problems,
  onPublish,
  onWay,
  onDiscard,
}: {
  workflow: WorkflowLine;
  saving: Saving;
  problems: { opened: boolean; onChange: (opened: boolean) => void };
  onPublish: () => void;
  onWay: (way: "file" | "log") => void;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  const { jump, store } = useEditing();
  const { doc, dirty, draft } = useDraft();
  const canPublish = dirty || draft.changed || draft.version === null;
  const canDiscard = draft.version !== null && (dirty || draft.changed);
  return (
    <Head
      back={{ group: t("nav.workflow"), to: "/setup/workflows", label: t("nav.workflows") }}
      title={doc.workflow || "–"}
      mark={<Chip tone={doc.mode === "guided" ? "accent" : "plain"}>{t(`workflow.${doc.mode}`)}</Chip>}
      {...useStanding()}
    >
      <span className={c.live}>
        <Live />
      </span>
      <Problems {...problems} />
      <History store={store} words={useDid()} />
      <Menu position="bottom-end" width={290}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t("common.more")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={16} aria-hidden />}
            onClick={() => jump({ element: "workflow", id: null }, "workflow")}
          >
            {t("workflow.rename")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => onWay("file")}>
            {t("workflow.take_file")}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={() => onWay("log")}>
            {t("workflow.take_log")}
          </Menu.Item>
          {canDiscard && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<IconRestore size={16} aria-hidden />} onClick={onDiscard}>
                {t("workflow.discard", { number: draft.version })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ExportButton workflow={workflow} version={draft.version} unsaved={dirty} />
      <Button
        variant={dirty ? "filled" : "default"}
        loading={saving.busy}
        aria-disabled={!dirty}
        onClick={() => void saving.press()}
      >
        {t("common.save")}
      </Button>
      <Button
        variant={!dirty && canPublish ? "filled" : "default"}
        disabled={!draft.may.publish || !canPublish}
        leftSection={<IconRocket size={16} stroke={1.8} aria-hidden />}
        onClick={onPublish}
      >
        {t("workflow.publish")}
      </Button>
    </Head>
  );
}
