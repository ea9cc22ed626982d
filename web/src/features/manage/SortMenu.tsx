import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { turned } from "./search";

/** By what a list of cards is ordered: on a phone there are no headings to press. */
export function SortMenu({
  sort,
  sorts,
  onSort,
  children,
}: {
  sort: string;
  sorts: readonly string[];
  onSort: (sort: string) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const by = sort.replace(/^-/, "");
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={40} aria-label={t("manage.sort")}>
          {children}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="60dvh" style={{ overflow: "auto" }}>
        <Menu.Label>{t("manage.sort")}</Menu.Label>
        {sorts.map((key) => (
          <Menu.Item
            key={key}
            leftSection={
              by === key ? (
                <IconCheck size={15} aria-label={t("common.current")} />
              ) : (
                <span style={{ width: 15 }} />
              )
            }
            onClick={() => onSort(turned(sort, key))}
          >
            {t(`manage.sort_${key}`)}
            {by === key && sort.startsWith("-") && ` · ${t("manage.reversed")}`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
