import { Menu } from "@mantine/core";
import { IconArrowsRight, IconDots, IconShare3, IconShareOff, IconUserPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, BoardColumn } from "@/lib/types";
import { withWords } from "@/lib/words";
import type { BoardFilters } from "@/opportunity/boards";
import c from "./board.module.css";

const BatchDialog = lazy(() => import("./BatchDialog"));
const ShareAllDialog = lazy(() => withWords("sharing", import("./ShareAllDialog")));

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
  const [what, setWhat] = useState<"move" | "owner" | "share" | "stop" | null>(null);
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
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconShare3 size={16} stroke={1.7} aria-hidden />}
            onClick={() => setWhat("share")}
          >
            {t("batch.share_all")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconShareOff size={16} stroke={1.7} aria-hidden />}
            onClick={() => setWhat("stop")}
          >
            {t("batch.stop_sharing_all")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {(what === "share" || what === "stop") && (
          <ShareAllDialog
            what={what}
            board={board}
            column={column}
            filters={filters}
            onClose={() => setWhat(null)}
          />
        )}
        {(what === "move" || what === "owner") && (
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
