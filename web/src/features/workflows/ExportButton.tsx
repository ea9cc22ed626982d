import { Button, Menu } from "@mantine/core";
import { IconDownload, IconFileTypeTxt, IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { fileAddress } from "./publishing-api";

export type ExportButtonProps = {
  workflow: Ref;
  /** The newest version; null where nothing has been published. */
  version: number | null;
  /** The editor holds changes that the file of the draft would lack. */
  unsaved?: boolean;
};

/** The workflow as one readable file (W15). */
export function ExportButton({ workflow, version, unsaved = false }: ExportButtonProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={17} stroke={1.8} aria-hidden />}>
          {t("versions.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("versions.export_hint")}</Menu.Label>
        {version !== null && (
          <Menu.Item
            component="a"
            href={fileAddress(workflow.id, version)}
            download
            leftSection={<IconFileTypeTxt size={16} stroke={1.7} aria-hidden />}
          >
            {t("versions.version", { number: version })}
          </Menu.Item>
        )}
        <Menu.Item
          component="a"
          href={fileAddress(workflow.id, "draft")}
          download
          leftSection={<IconPencil size={16} stroke={1.7} aria-hidden />}
        >
          {t(unsaved ? "versions.export_saved_draft" : "versions.draft")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
