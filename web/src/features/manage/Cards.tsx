import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import c from "./cards.module.css";
import { type Selection, toggle } from "./selection";

type Props<R> = {
  label: string;
  rows: readonly R[];
  keyOf: (row: R) => string;
  nameOf: (row: R) => string;
  hrefOf: (row: R) => string | null;
  onOpen: (row: R) => void;
  /** What a card tells, and what stands below it that can be pressed. */
  title: (row: R) => ReactNode;
  body: (row: R) => ReactNode;
  foot?: (row: R) => ReactNode;
  choosing: boolean;
  selection: Selection;
  onSelection: (change: (selection: Selection) => Selection) => void;
  flashing?: ReadonlySet<string>;
  total?: number;
  onEnd?: (() => void) | undefined;
};
const CARD = 112;
const GAP = 8;
const NONE: ReadonlySet<string> = new Set();
const scroller = (): HTMLElement | null => document.getElementById("main");

/** Rows on a phone: cards below each other, scrolled with the page. */
export function Cards<R>(props: Props<R>) {
  const { rows, keyOf, nameOf, selection, onSelection, choosing, flashing = NONE } = props;
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const main = scroller();
    if (!main || !list.current) return;
    setMargin(list.current.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop);
  }, []);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: scroller,
    estimateSize: () => CARD,
    gap: GAP,
    overscan: 6,
    scrollMargin: margin,
    getItemKey: (i) => keyOf(rows[i] as R),
    initialRect: { width: 390, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { onEnd } = props;
  useEffect(() => {
    if (onEnd && last >= rows.length - 12) onEnd();
  }, [onEnd, last, rows.length]);
  return (
    <ul
      className={c.list}
      ref={list}
      aria-label={props.label}
      style={{ height: virtual.getTotalSize() }}
      data-choosing={choosing || undefined}
    >
      {items.map((item) => {
        const row = rows[item.index] as R;
        const id = keyOf(row);
        const href = props.hrefOf(row);
        return (
          <li
            key={id}
            ref={virtual.measureElement}
            data-index={item.index}
            data-testid={`row-${id}`}
            data-flash={flashing.has(id) || undefined}
            data-chosen={selection.ids.has(id) || undefined}
            aria-setsize={props.total ?? rows.length}
            aria-posinset={item.index + 1}
            className={c.card}
            style={{ transform: `translateY(${item.start - margin}px)` }}
          >
            {choosing && (
              <Checkbox
                className={c.check}
                aria-label={t("manage.choose_one", { name: nameOf(row) })}
                checked={selection.ids.has(id)}
                onChange={() => onSelection((now) => toggle(now, id))}
              />
            )}
            <div className={c.inside}>
              {href && !choosing ? (
                <a
                  href={href}
                  data-opp={id}
                  className={c.link}
                  onClick={(e) => {
                    e.preventDefault();
                    props.onOpen(row);
                  }}
                >
                  {props.title(row)}
                </a>
              ) : (
                <span className={c.title}>{props.title(row)}</span>
              )}
              {props.body(row)}
              {!choosing && props.foot?.(row)}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
