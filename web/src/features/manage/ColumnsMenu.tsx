import { ActionIcon, Button, Checkbox, Popover, TextInput, Tooltip } from "@mantine/core";
import { IconColumns3, IconGripVertical, IconLock, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { arrow, focusRow, landing, stepped, useDrops, useRow } from "@/ui/sorting";
import c from "./choose.module.css";

const KIND = "column";
type Named = { id: string; label: string };

/** Before another, or at the end; the name stays first. */
export function placed(columns: readonly string[], id: string, before: string | null): string[] {
  const rest = columns.filter((key) => key !== id);
  const at = before === null ? rest.length : rest.indexOf(before);
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/** Which columns, in which order: dragged, or moved with Alt and the arrows. */
export function ColumnsMenu({
  first,
  shown,
  all,
  labelOf,
  opened,
  onOpened,
  onChange,
}: {
  /** The one that stays, and stays first. */
  first: string;
  shown: readonly string[];
  all: readonly string[];
  labelOf: (key: string) => string;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  onChange: (columns: readonly string[] | undefined) => void;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const wanted = q.trim().toLowerCase();
  const fits = (one: Named) => one.label.toLowerCase().includes(wanted);
  const named = (keys: readonly string[]) => keys.map((key) => ({ id: key, label: labelOf(key) }));
  const on = named(shown.filter((key) => key !== first));
  const off = named(all.filter((key) => !shown.includes(key)));
  const put = (id: string, before: string | null) => {
    onChange(placed(shown, id, before));
    announce(t("manage.column_moved", { name: labelOf(id) }));
    focusRow(id);
  };
  useDrops(KIND, (drop) => put(drop.id, landing(drop, on)));
  return (
    <Popover
      opened={opened}
      onChange={onOpened}
      position="bottom-end"
      width={290}
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Tooltip label={t("manage.columns")} disabled={opened}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t("manage.columns")}
            onClick={() => onOpened(!opened)}
          >
            <IconColumns3 size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={c.window} aria-label={t("manage.columns")}>
        <TextInput
          size="sm"
          aria-label={t("manage.find_in", { name: t("manage.columns") })}
          placeholder={t("manage.find")}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
          data-autofocus
        />
        <div className={c.scroll}>
          <ul className={c.list} aria-label={t("manage.shown")}>
            <li className={c.row}>
              <span className={c.grip}>
                <IconLock size={14} stroke={1.8} aria-hidden />
              </span>
              <Checkbox size="xs" checked disabled readOnly label={labelOf(first)} />
            </li>
            {on.filter(fits).map((one) => (
              <Row
                key={one.id}
                one={one}
                onOff={() => onChange(shown.filter((key) => key !== one.id))}
                onStep={(way) => {
                  const before = stepped(on, one.id, way);
                  if (before !== undefined) put(one.id, before);
                }}
              />
            ))}
          </ul>
          <ul className={c.list} aria-label={t("manage.hidden")}>
            {off.filter(fits).map((one) => (
              <li key={one.id} className={c.row}>
                <span className={c.grip} />
                <Checkbox
                  size="xs"
                  checked={false}
                  onChange={() => onChange([...shown, one.id])}
                  label={one.label}
                />
              </li>
            ))}
          </ul>
        </div>
        <div className={c.foot}>
          <span>{t("manage.order_hint")}</span>
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(undefined)}>
            {t("manage.usual_columns")}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Row({
  one,
  onOff,
  onStep,
}: {
  one: Named;
  onOff: () => void;
  onStep: (way: "up" | "down") => void;
}) {
  const { ref, dragged, edge } = useRow<HTMLLIElement>(KIND, one.id, KIND);
  return (
    <li
      ref={ref}
      className={c.row}
      data-edge={edge ?? undefined}
      data-dragged={dragged || undefined}
      onKeyDown={(e) => {
        const way = arrow(e);
        if (!way) return;
        e.preventDefault();
        onStep(way);
      }}
    >
      <span className={c.grip} data-handle>
        <IconGripVertical size={15} stroke={1.7} aria-hidden />
      </span>
      <Checkbox size="xs" checked onChange={onOff} label={one.label} data-row={one.id} />
    </li>
  );
}
