import { draggable } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { preserveOffsetOnSource } from "@atlaskit/pragmatic-drag-and-drop/utils/preserve-offset-on-source";
import { setCustomNativeDragPreview } from "@atlaskit/pragmatic-drag-and-drop/utils/set-custom-native-drag-preview";
import { IconChartBarOff, IconDots, IconMessageExclamation } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Card, Ref } from "@/lib/types";
import { ChannelIcon, DueChip, PersonAvatar } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import c from "./card.module.css";

export const cardName = (card: Card): string =>
  card.contact ?? card.title ?? card.account ?? card.source_number ?? `#${card.number}`;

const secondLine = (card: Card): string => {
  const name = cardName(card);
  const more = [card.title, card.account, card.product].filter((part) => part && part !== name);
  return more.join(" · ") || `#${card.number}`;
};

type Props = {
  card: Card;
  owner: Ref | undefined;
  /** The step's name, where the stage has several. */
  step: string | undefined;
  /** Whether the team shows amounts. */
  amounts: boolean;
  now: number;
  dragged: boolean;
  flash: boolean;
};

/**
 * Kept to plain elements: a board mounts dozens of these while it scrolls. Clicks are handled once, by the board
 * (data-opp opens the drawer, data-move opens the one shared menu).
 */
export const OpportunityCard = memo(function OpportunityCard(props: Props) {
  const { card, owner, step, amounts, now, dragged, flash } = props;
  const { t } = useTranslation();
  const { money } = useFormats();
  const ref = useRef<HTMLElement>(null);
  const name = cardName(card);
  useEffect(() => {
    const element = ref.current;
    if (!element || !card.move) return;
    return draggable({
      element,
      getInitialData: () => ({ type: "opportunity", card }),
      onGenerateDragPreview: ({ nativeSetDragImage, location, source }) =>
        setCustomNativeDragPreview({
          nativeSetDragImage,
          getOffset: preserveOffsetOnSource({ element: source.element, input: location.current.input }),
          render: ({ container }) => {
            const copy = element.cloneNode(true) as HTMLElement;
            copy.classList.add(c.preview ?? "");
            copy.style.width = `${element.offsetWidth}px`;
            container.append(copy);
          },
        }),
    });
  }, [card]);

  return (
    <article
      ref={ref}
      className={c.card}
      data-testid={`card-${card.id}`}
      data-fixed={!card.move || undefined}
      data-dragged={dragged || undefined}
      data-flash={flash || undefined}
    >
      <div className={c.cardTop}>
        <a href={`?opp=${card.id}`} data-opp={card.id} className={c.cardLink} draggable={false} dir="auto">
          {name}
        </a>
        {!!card.unread && (
          <span className={c.unread} role="img" aria-label={t("card.unread", { count: card.unread })}>
            {card.unread}
          </span>
        )}
        {card.unanswered && (
          <IconMessageExclamation
            size={15}
            stroke={1.7}
            role="img"
            aria-label={t("card.unanswered")}
            className={c.unanswered}
          />
        )}
        {card.excluded && (
          <IconChartBarOff
            size={15}
            stroke={1.7}
            role="img"
            aria-label={t("card.excluded")}
            className={c.excluded}
          />
        )}
        {card.channel && <ChannelIcon kind={card.channel} />}
      </div>
      <div className={c.want} dir="auto">
        {card.last_message ?? secondLine(card)}
      </div>
      {(amounts || step) && (
        <div className={c.mid}>
          <b className={c.amount}>
            {amounts && card.amount !== null ? money(card.amount, card.currency) : ""}
          </b>
          {step && (
            <span className={c.step} title={step}>
              {step}
            </span>
          )}
        </div>
      )}
      <div className={c.cardFoot}>
        <DueChip at={card.follow_up_at} now={now} />
        <span className={c.spacer} />
        {card.move && (
          <button
            type="button"
            className={c.more}
            data-move={card.id}
            aria-haspopup="menu"
            aria-label={t("card.move", { name })}
          >
            <IconDots size={16} aria-hidden />
          </button>
        )}
        <PersonAvatar person={owner} />
      </div>
    </article>
  );
});
