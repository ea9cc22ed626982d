import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import c from "./board.module.css";

const CARDS = [0, 1, 2, 3, 4];

/** The shape of what is coming. */
export function BoardSkeleton({ bare = false }: { bare?: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {!bare && <div className={c.head} style={{ height: 118 }} />}
      <div className={c.board} aria-busy="true">
        <Hidden>{t("common.loading")}</Hidden>
        {CARDS.map((column) => (
          <div key={column} className={c.col}>
            <div className={c.colHead}>
              <Skeleton height={12} width={90} radius="sm" />
            </div>
            <div className={c.ghosts}>
              {CARDS.slice(0, 5 - column).map((card) => (
                <Skeleton key={card} height={118} radius={10} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </>
  );
}
