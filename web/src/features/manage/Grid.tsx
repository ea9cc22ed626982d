import { Checkbox, Table } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import c from "./grid.module.css";
import { wayOf } from "./search";
import { chooseAll, chooseNone, extend, type Selection, standOn, toggle } from "./selection";

export type GridColumn<R> = {
  key: string;
  label: string;
  width: number;
  sort?: { key: string; descending: boolean };
  align?: "end";
  /** What can be done: it stays in sight at the end, and its heading is for screen readers alone. */
  acts?: boolean;
  cell: (row: R) => ReactNode;
};
type Props<R> = {
  label: string;
  columns: readonly GridColumn<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string;
  nameOf: (row: R) => string;
  /** What opens, as an address; null where nothing does. */
  hrefOf: (row: R) => string | null;
  onOpen: (row: R) => void;
  openKey: string | undefined;
  sort: string;
  onSort: (key: string) => void;
  selection: Selection;
  onSelection: (change: (selection: Selection) => Selection) => void;
  /** Rows can be chosen. */
  choosing: boolean;
  flashing?: ReadonlySet<string>;
  total?: number;
  busy?: boolean;
  onEnd?: (() => void) | undefined;
  /** Somebody is at the rows, or not any more. */
  onHold?: (held: boolean) => void;
  onScrolled?: (away: boolean) => void;
  /** Cells have two lines and stand closer together. */
  tall?: boolean;
};

const HEAD = 38;
const ROW = 44;
const TALL = 52;
const CHECK = 44;
const NONE: ReadonlySet<string> = new Set();
const PAGE = 10;
const inert = "a, button, input, label, [role=dialog]";

/**
 * Rows of any number under headings that stay; the first column stays too. One row takes the focus: arrows walk, Enter
 * opens, Space chooses, Shift draws a range, Ctrl+A takes all that is loaded.
 */
export function Grid<R>(props: Props<R>) {
  const { label, columns, rows, keyOf, nameOf, hrefOf, selection, onSelection, choosing, tall } = props;
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => (tall ? TALL : ROW),
    overscan: 10,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    getItemKey: (i) => keyOf(rows[i] as R),
    initialRect: { width: 1000, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { onEnd } = props;
  useEffect(() => {
    if (onEnd && last >= rows.length - 25) onEnd();
  }, [onEnd, last, rows.length]);
  // Where the arrows went may only now be in the document.
  useEffect(() => {
    if (!wanted.current) return;
    const row = frame.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const ids = rows.map(keyOf);
  const here = selection.at && items.some((item) => item.key === selection.at) ? selection.at : items[0]?.key;
  const all = rows.length > 0 && ids.every((id) => selection.ids.has(id));
  const some = !all && ids.some((id) => selection.ids.has(id));
  const go = (place: number, shift: boolean) => {
    const id = ids[Math.max(0, Math.min(ids.length - 1, place))];
    if (!id) return;
    wanted.current = id;
    virtual.scrollToIndex(ids.indexOf(id));
    onSelection((now) => (shift && choosing ? extend(now, ids, id) : standOn(now, id)));
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (!(e.target instanceof HTMLElement) || !e.target.dataset.row) return;
    const at = ids.indexOf(e.target.dataset.row);
    const row = rows[at];
    const ways: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: ids.length - 1,
    };
    const way = ways[e.key];
    if (way !== undefined) go(way, e.shiftKey);
    else if (e.key === "Enter" && row) props.onOpen(row);
    else if (e.key === " " && row && choosing) onSelection((now) => toggle(now, keyOf(row)));
    else if (e.key === "a" && (e.ctrlKey || e.metaKey) && choosing) onSelection((now) => chooseAll(now, ids));
    else if (e.key === "Escape" && selection.ids.size > 0) onSelection(chooseNone);
    else return;
    e.preventDefault();
  };
  const onClick = (e: MouseEvent, row: R) => {
    // What a cell opens is drawn elsewhere in the page, and is no click on the row.
    if (!(e.target instanceof Element) || !e.currentTarget.contains(e.target) || e.target.closest(inert))
      return;
    const id = keyOf(row);
    if (choosing && e.shiftKey) onSelection((now) => extend(now, ids, id));
    else if (choosing && (e.ctrlKey || e.metaKey)) onSelection((now) => toggle(now, id));
    else {
      onSelection((now) => standOn(now, id));
      props.onOpen(row);
    }
  };
  const before = (items[0]?.start ?? HEAD) - HEAD;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? HEAD) - HEAD);
  const width = columns.reduce((sum, column) => sum + column.width, choosing ? CHECK : 0);
  const span = columns.length + (choosing ? 1 : 0);
  const { flashing = NONE, onHold } = props;
  return (
    <div
      className={c.frame}
      ref={frame}
      data-choosing={choosing || undefined}
      data-tall={tall || undefined}
      onPointerEnter={() => onHold?.(true)}
      onPointerLeave={() => onHold?.(false)}
      onScroll={(e) => props.onScrolled?.(e.currentTarget.scrollTop > ROW)}
    >
      <Table
        className={c.table}
        style={{ minWidth: width }}
        role="grid"
        aria-label={label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-multiselectable={choosing || undefined}
        aria-busy={props.busy || undefined}
        onKeyDown={onKeyDown}
      >
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            {choosing && (
              <Table.Th className={c.check} style={{ width: CHECK }} scope="col">
                <Checkbox
                  size="xs"
                  aria-label={t("manage.choose_loaded")}
                  checked={all}
                  indeterminate={some}
                  onChange={() => onSelection((now) => (all ? chooseNone(now) : chooseAll(now, ids)))}
                />
              </Table.Th>
            )}
            {columns.map((column, i) => {
              const way = column.sort && wayOf(props.sort, column.sort.key, column.sort.descending);
              const Arrow = way === "descending" ? IconArrowDown : IconArrowUp;
              return (
                <Table.Th
                  key={column.key}
                  scope="col"
                  data-align={column.align}
                  data-first={i === 0 || undefined}
                  data-acts={column.acts}
                  aria-sort={way}
                  style={{ width: column.width }}
                >
                  {column.sort ? (
                    <button
                      type="button"
                      className={c.sort}
                      onClick={() => column.sort && props.onSort(column.sort.key)}
                    >
                      <span>{column.label}</span>
                      <Arrow size={13} stroke={2.2} aria-hidden data-on={way !== undefined} />
                    </button>
                  ) : column.acts ? (
                    <Hidden>{column.label}</Hidden>
                  ) : (
                    column.label
                  )}
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {before > 0 && <Pad height={before} span={span} />}
          {items.map((item) => {
            const row = rows[item.index] as R;
            const id = keyOf(row);
            const href = hrefOf(row);
            const chosen = selection.ids.has(id);
            return (
              <Table.Tr
                key={id}
                data-row={id}
                data-opp={id}
                data-testid={`row-${id}`}
                data-chosen={chosen || undefined}
                data-open={props.openKey === id || undefined}
                data-flash={flashing.has(id) || undefined}
                aria-rowindex={item.index + 2}
                aria-selected={choosing ? chosen : undefined}
                tabIndex={here === id ? 0 : -1}
                onClick={(e) => onClick(e, row)}
                onFocus={(e) => e.target === e.currentTarget && onSelection((now) => standOn(now, id))}
              >
                {choosing && (
                  <Table.Td className={c.check}>
                    <Checkbox
                      size="xs"
                      tabIndex={-1}
                      aria-label={t("manage.choose_one", { name: nameOf(row) })}
                      checked={chosen}
                      onChange={() => undefined}
                      onClick={(e) =>
                        onSelection((now) => (e.shiftKey ? extend(now, ids, id) : toggle(now, id)))
                      }
                    />
                  </Table.Td>
                )}
                {columns.map((column, i) => (
                  <Table.Td
                    key={column.key}
                    data-align={column.align}
                    data-first={i === 0 || undefined}
                    data-acts={column.acts}
                    role={i === 0 ? "rowheader" : undefined}
                  >
                    {i === 0 && href ? (
                      <a
                        href={href}
                        tabIndex={-1}
                        className={c.name}
                        dir="auto"
                        onClick={(e) => {
                          if (e.metaKey || e.ctrlKey || e.shiftKey) return;
                          e.preventDefault();
                          props.onOpen(row);
                        }}
                      >
                        {column.cell(row)}
                      </a>
                    ) : (
                      column.cell(row)
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
          {after > 0 && <Pad height={after} span={span} />}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const Pad = ({ height, span }: { height: number; span: number }) => (
  <tr className={c.pad} aria-hidden>
    <td colSpan={span} style={{ height }} />
  </tr>
);
