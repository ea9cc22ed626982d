import { Loader, Menu, Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Card, Move } from "@/lib/types";
import { movesQuery, useSetFollowUp } from "@/opportunity/api";
import { MoveItems } from "@/opportunity/MoveItems";
import { cardName } from "@/opportunity/OpportunityCard";

const FollowUpEditor = lazy(() => import("@/opportunity/FollowUpEditor"));

export type MenuAt = { card: Card; element: HTMLElement; what: "move" | "follow-up" };

type Props = {
  at: MenuAt | null;
  now: number;
  onMove: (card: Card, to: { step: string }, stage: Move["stage"]) => void;
  onClose: () => void;
};

/** One menu for the whole board, placed at the card that asked for it: where to move, or when to follow up. */
export function CardMenu({ at, now, onMove, onClose }: Props) {
  const { t } = useTranslation();
  const moves = useQuery({ ...movesQuery(at?.card.id ?? ""), enabled: at?.what === "move", staleTime: 0 });
  const followUp = useSetFollowUp();
  const r = at?.element.getBoundingClientRect();
  const close = () => {
    onClose();
    at?.element.focus();
  };
  const anchor = (
    <span
      aria-hidden
      style={{
        position: "fixed",
        left: r?.left ?? 0,
        top: r?.top ?? 0,
        width: r?.width ?? 0,
        height: r?.height ?? 0,
        pointerEvents: "none",
      }}
    />
  );
  const name = at ? cardName(at.card) : "";
  if (at?.what === "follow-up")
    return (
      <Popover
        opened
        onChange={(o) => !o && close()}
        position="bottom-start"
        shadow="md"
        radius="lg"
        trapFocus
        withinPortal
      >
        <Popover.Target>{anchor}</Popover.Target>
        <Popover.Dropdown aria-label={t("card.follow_up", { name })}>
          <Suspense fallback={<Loader size="sm" />}>
            <FollowUpEditor
              value={at.card.follow_up_at}
              now={now}
              onSave={(value) => {
                followUp.mutate({ id: at.card.id, value });
                close();
              }}
              onCancel={close}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    );
  return (
    <Menu
      opened={!!at && !moves.isPending}
      onClose={close}
      position="bottom-end"
      width={280}
      withinPortal
      trapFocus
    >
      <Menu.Target>{anchor}</Menu.Target>
      <Menu.Dropdown
        aria-label={at ? t("card.move", { name }) : undefined}
        mah="60dvh"
        style={{ overflow: "auto" }}
      >
        <Menu.Label>{t("move.to_label")}</Menu.Label>
        {at && moves.data ? (
          <MoveItems
            moves={moves.data}
            onMove={(move) => onMove(at.card, { step: move.step.id }, move.stage)}
          />
        ) : (
          <Menu.Item disabled>{moves.isError ? t("board.failed") : t("common.loading")}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
