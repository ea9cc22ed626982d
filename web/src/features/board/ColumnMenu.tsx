import { Menu } from "@mantine/core";
import { IconArrowsRight, IconDots, IconUserPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, BoardColumn } from "@/lib/types";
import type { BoardFilters } from "@/opportunity/boards";
import c from "./board.module.css";

const BatchDialog = lazy(() => import("./BatchDialog"));

/** What can be done with a whole column, under the filters that are on. */
export function ColumnMenu({
  board,
  column,
  filters,
}: {
  board: Board;
  column: BoardColumn;
  filters: BoardFilters;
}) {
  const { t } = useTranslation();
  const [what, setWhat] = useState<"move" | "owner" | null>(null);
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <button
            type="button"
            className={c.colMenu}
            aria-label={t("batch.menu", { name: column.stage.name })}
          >
            <IconDots size={16} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconArrowsRight size={16} stroke={1.7} aria-hidden />}
            onClick={() => setWhat("move")}
          >
            {t("batch.move_all")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconUserPlus size={16} stroke={1.7} aria-hidden />}
            onClick={() => setWhat("owner")}
          >
            {t("batch.assign_all")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {what && (
          <BatchDialog
            what={what}
            board={board}
            column={column}
            filters={filters}
            onClose={() => setWhat(null)}
          />
        )}
      </Suspense>
    </>
  );
}
