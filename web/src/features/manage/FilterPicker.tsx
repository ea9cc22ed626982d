import { Checkbox, Radio, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconForms, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConditionForm } from "@/opportunity/fields/ConditionForm";
import type { Process } from "./api";
import c from "./filters.module.css";
import { type Chosen, flipped, type Kind, valuesOf } from "./kinds";

export const FIELD = "field";
/** What the window shows: what there is to filter by, one kind of it, or a condition on a field. */
export type Place = { kind: string | null; filter?: string | undefined };

type Props = {
  kinds: readonly Kind[];
  chosen: Chosen;
  onChange: (key: string, value: string | string[] | undefined) => void;
  /** The fields that a condition may be on; none where there are no such filters. */
  process?: Process | undefined;
  place: Place;
  onPlace: (place: Place) => void;
  onDone: () => void;
};

/** In a small window on a desk, in a sheet on a phone: what to filter by, then which. */
export function FilterPicker({ kinds, chosen, onChange, process, place, onPlace, onDone }: Props) {
  const { t } = useTranslation();
  const first = useRef<HTMLButtonElement>(null);
  const kind = kinds.find((one) => one.key === place.kind);
  useEffect(() => {
    if (place.kind === null) first.current?.focus();
  }, [place.kind]);
  if (place.kind === FIELD && process)
    return (
      <>
        {place.filter === undefined && (
          <Back label={t("manage.by_field")} onBack={() => onPlace({ kind: null })} />
        )}
        <ConditionForm
          key={place.filter ?? ""}
          of={process}
          filter={place.filter ?? null}
          onCancel={onDone}
          onDone={(text) => {
            const now = valuesOf(chosen, FIELD);
            const next =
              place.filter === undefined ? [...now, text] : now.map((x) => (x === place.filter ? text : x));
            onChange(FIELD, [...new Set(next)]);
            onDone();
          }}
        />
      </>
    );
  if (kind)
    return (
      <>
        <Back label={kind.label} onBack={() => onPlace({ kind: null })} />
        <Options kind={kind} chosen={chosen} onChange={onChange} />
      </>
    );
  return (
    <ul className={c.kinds}>
      {kinds.map((one, i) => (
        <li key={one.key}>
          <KindButton
            ref={i === 0 ? first : undefined}
            icon={one.icon}
            count={valuesOf(chosen, one.key).length}
            onClick={() => onPlace({ kind: one.key })}
          >
            {one.label}
          </KindButton>
        </li>
      ))}
      {process && (
        <li className={c.apart}>
          <KindButton
            icon={<IconForms size={16} stroke={1.7} aria-hidden />}
            count={valuesOf(chosen, FIELD).length}
            onClick={() => onPlace({ kind: FIELD })}
          >
            {t("manage.by_field")}
          </KindButton>
        </li>
      )}
    </ul>
  );
}

function KindButton({
  ref,
  icon,
  count,
  onClick,
  children,
}: {
  ref?: React.Ref<HTMLButtonElement> | undefined;
  icon: ReactNode;
  count: number;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" ref={ref} className={c.kind} onClick={onClick}>
      <span className={c.kindIcon}>{icon}</span>
      <span className={c.kindName}>{children}</span>
      {count > 0 && <span className={c.count}>{count}</span>}
      <IconChevronRight size={15} stroke={1.8} aria-hidden className={c.into} />
    </button>
  );
}

function Back({ label, onBack }: { label: string; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={c.back}>
      <button type="button" onClick={onBack} aria-label={t("manage.back")}>
        <IconChevronLeft size={16} stroke={1.9} aria-hidden />
      </button>
      <h2>{label}</h2>
    </div>
  );
}

const MANY = 8;

function Options({ kind, chosen, onChange }: Pick<Props, "chosen" | "onChange"> & { kind: Kind }) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const ready = kind.options !== undefined;
  useEffect(() => {
    if (ready) box.current?.querySelector<HTMLElement>("input")?.focus();
  }, [ready]);
  if (!kind.options)
    return (
      <Stack gap={8} p={8} role="status" aria-label={t("common.loading")}>
        <Skeleton height={22} />
        <Skeleton height={22} />
        <Skeleton height={22} />
      </Stack>
    );
  const on = valuesOf(chosen, kind.key);
  const wanted = q.trim().toLowerCase();
  const found = kind.options.filter((one) => one.label.toLowerCase().includes(wanted));
  const groups = [...new Set(found.map((one) => one.group ?? ""))];
  const Choice = kind.single ? Radio : Checkbox;
  return (
    <div ref={box} className={c.options}>
      {kind.options.length > MANY && (
        <TextInput
          size="sm"
          aria-label={t("manage.find_in", { name: kind.label })}
          placeholder={t("manage.find")}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
          className={c.find}
        />
      )}
      <fieldset className={c.scroll} aria-label={kind.label}>
        {found.length === 0 && <p className={c.none}>{t("list.nothing_found")}</p>}
        {groups.map((group) => (
          <div key={group}>
            {group && groups.length > 1 && <p className={c.group}>{group}</p>}
            {found
              .filter((one) => (one.group ?? "") === group)
              .map((one) => (
                <Choice
                  key={one.value}
                  size="xs"
                  className={c.option}
                  name={kind.key}
                  checked={on.includes(one.value)}
                  onChange={() => onChange(kind.key, flipped(kind, chosen, one.value))}
                  label={
                    <span className={c.optionLabel}>
                      {one.icon && <span aria-hidden>{one.icon}</span>}
                      <span dir="auto">{one.label}</span>
                    </span>
                  }
                />
              ))}
          </div>
        ))}
      </fieldset>
    </div>
  );
}
