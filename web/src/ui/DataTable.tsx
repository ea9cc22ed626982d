import { Table, type TableTrProps } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type ComponentType,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Hidden, PersonAvatar } from "./bits";
import { PHONE } from "./screen";
import c from "./table.module.css";

export const rowLink = c.rowLink;
export const quiet = c.quiet;

export type Column<R> = {
  key: string;
  label: string;
  cell: (row: R) => ReactNode;
  width?: string | number;
  align?: "end";
  /** The heading is for screen readers alone. */
  hideLabel?: boolean;
  /** On a phone the first cell is the row's first line; others stand beside it, below it, or are left out. */
  phone?: "beside" | "sub" | "hide";
};

export type RowProps<R> = TableTrProps & { row: R; ref?: Ref<HTMLTableRowElement> | undefined };

type Props<R> = {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** The row itself, where it is more than its cells: one that is dragged. */
  Row?: ComponentType<RowProps<R>>;
  /** Asks for the next page as the end comes near. */
  onEnd?: (() => void) | undefined;
  /** Stands inside a panel, without a frame of its own. */
  plain?: boolean;
};

function PlainRow<R>({ row: _, ...rest }: RowProps<R>) {
  return <Table.Tr {...rest} />;
}

const ROW = 53;
const ROW_ON_PHONE = 66;
const scroller = (): HTMLElement | null => document.getElementById("main");

/** A table of any length, of which only what is near the screen is in the document. Arrow keys walk its rows' links. */
export function DataTable<R>({ label, columns, rows, rowKey, Row = PlainRow, onEnd, plain }: Props<R>) {
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const frame = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const main = scroller();
    if (!main || !frame.current) return;
    const top = frame.current.getBoundingClientRect().top - main.getBoundingClientRect().top;
    setMargin(top + main.scrollTop);
  }, []);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: scroller,
    estimateSize: () => (phone ? ROW_ON_PHONE : ROW),
    overscan: 12,
    scrollMargin: margin,
    getItemKey: (i) => rowKey(rows[i] as R),
    initialRect: { width: 1000, height: 900 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && last >= rows.length - 10) onEnd();
  }, [onEnd, last, rows.length]);

  const before = (items[0]?.start ?? margin) - margin;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
  return (
    <div className={c.frame} data-plain={plain || undefined} ref={frame}>
      <Table className={c.table} aria-label={label} aria-rowcount={rows.length + 1} onKeyDown={walk}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th
                key={column.key}
                data-align={column.align}
                style={{ width: column.width }}
                scope="col"
              >
                {column.hideLabel ? <Hidden>{column.label}</Hidden> : column.label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {before > 0 && <Pad height={before} span={columns.length} />}
          {items.map((item) => {
            const row = rows[item.index] as R;
            return (
              <Row
                key={item.key}
                row={row}
                data-index={item.index}
                ref={phone ? virtual.measureElement : undefined}
                aria-rowindex={item.index + 2}
              >
                {columns.map((column, i) => (
                  <Table.Td
                    key={column.key}
                    data-align={phone ? undefined : column.align}
                    data-phone={i > 0 ? (column.phone ?? "sub") : undefined}
                  >
                    {column.cell(row)}
                  </Table.Td>
                ))}
              </Row>
            );
          })}
          {after > 0 && <Pad height={after} span={columns.length} />}
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

function walk(e: KeyboardEvent<HTMLElement>): void {
  if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
  if (!(e.target instanceof HTMLElement) || !e.target.classList.contains(c.rowLink ?? "")) return;
  const links = [...e.currentTarget.querySelectorAll<HTMLElement>(`.${c.rowLink}`)];
  const next = links[links.indexOf(e.target) + (e.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  e.preventDefault();
  next.focus();
}

/** A person or a firm in a table's first cell. */
export function Who({
  person,
  children,
  below,
}: {
  person: { id: string; name: string };
  children: ReactNode;
  below?: ReactNode;
}) {
  return (
    <span className={c.who}>
      <span aria-hidden style={{ display: "inline-flex" }}>
        <PersonAvatar person={person} size={30} />
      </span>
      <span>
        <b style={{ fontWeight: 560 }}>
          <bdi>{children}</bdi>
        </b>
        {below && (
          <small>
            <bdi>{below}</bdi>
          </small>
        )}
      </span>
    </span>
  );
}
