import { ActionIcon, Button, Group, Modal, Radio, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconCloudOff, IconLock, IconSearch, IconX } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { EmptyState } from "./bits";
import { Refused } from "./forms";
import c from "./page.module.css";
import { useShortcuts } from "./shortcuts";
import { useProblem } from "./useProblem";

export const factLink = c.link;

/** What stands below a page's heading. */
export function PageBody({ children, width }: { children: ReactNode; width?: "narrow" }) {
  return (
    <div className={c.body} data-width={width}>
      {children}
    </div>
  );
}

/** A narrow column of facts beside a wide one of what hangs on them. */
export const Columns = ({ children }: { children: ReactNode }) => <div className={c.columns}>{children}</div>;
export const Stack = ({ children }: { children: ReactNode }) => <div className={c.stack}>{children}</div>;
export const Tools = ({ children }: { children: ReactNode }) => <div className={c.tools}>{children}</div>;

export function Panel({
  title,
  note,
  actions,
  children,
  bare = false,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  /** The content brings its own padding. */
  bare?: boolean;
}) {
  return (
    <section className={c.panel} aria-label={title}>
      <header className={c.panelHead}>
        <h2>{title}</h2>
        {note && <span className={c.panelNote}>{note}</span>}
        {actions && <div className={c.panelActions}>{actions}</div>}
      </header>
      {bare ? children : <div className={c.panelBody}>{children}</div>}
    </section>
  );
}

/** Name and value in pairs; what is empty shows as a dash. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={c.facts}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd dir="auto">{value === null || value === undefined || value === "" ? "–" : value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A setting that is saved at once: its name, what it does, and its control. */
export function Setting({
  title,
  hint,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className={c.setting}>
      <div>
        <b>{title}</b>
        {hint && <p>{hint}</p>}
      </div>
      {children}
    </li>
  );
}
export const Settings = ({ children }: { children: ReactNode }) => <ul className={c.rows}>{children}</ul>;

/** Why there is nothing to press here, and who can. */
export function ReadOnly({ children }: { children: ReactNode }) {
  return (
    <p className={c.note}>
      <IconLock size={16} stroke={1.7} aria-hidden />
      <span>{children}</span>
    </p>
  );
}

/** What failed, why, and again. */
export function Failed({ title, error, retry }: { title: string; error: unknown; retry: () => unknown }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const missing = isApiError(error) && error.status === 404;
  return (
    <EmptyState
      icon={<IconCloudOff size={24} aria-hidden />}
      title={missing ? t("error.not_found") : title}
      action={
        missing ? undefined : (
          <Button variant="light" onClick={() => void retry()}>
            {t("common.retry")}
          </Button>
        )
      }
    >
      {missing ? t("error.not_found_hint") : problem(error)}
    </EmptyState>
  );
}

type Growing = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
};

/** At the end of a list that grows: its next page, and why that could not be read. */
export function More({ query, label }: { query: Growing; label?: string }) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <div className={c.more}>
      {query.isFetchNextPageError && <Refused error={query.error} />}
      <Button
        variant="subtle"
        size="compact-md"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {label ?? t("list.more")}
      </Button>
    </div>
  );
}

export function RowsSkeleton({ rows = 8, height = 48 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("common.loading")} style={{ display: "grid", gap: 6, padding: "4px 0" }}>
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={height - 6} radius={10} />
      ))}
    </div>
  );
}

/** Searches as one types; "/" goes there. */
export function SearchBox({
  value,
  onChange,
  label,
}: {
  value: string;
  onChange: (q: string) => void;
  label: string;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const router = useRouter();
  // Who is on the way to another page by now is not called back by what they typed before.
  const later = useDebouncedCallback((q: string, page: string) => {
    if (router.latestLocation.pathname === page) onChange(q);
  }, 220);
  const sent = useRef(value);
  useEffect(() => {
    // The address changed by itself (back, a link): the box follows.
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useShortcuts({ "/": () => input.current?.focus() });
  const type = (next: string) => {
    setTyped(next);
    sent.current = next.trim();
    later(next.trim(), router.latestLocation.pathname);
  };
  return (
    <TextInput
      ref={input}
      className={c.search}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
      rightSection={
        typed && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t("common.clear")}
            onClick={() => {
              type("");
              input.current?.focus();
            }}
          >
            <IconX size={14} />
          </ActionIcon>
        )
      }
      value={typed}
      onChange={(e) => type(e.currentTarget.value)}
    />
  );
}

/** Asks before what can't be undone, and before what is far-reaching. */
export function Confirm({
  title,
  action,
  danger = false,
  busy = false,
  disabled = false,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  action: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={title}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className={c.confirm}>{children}</div>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("common.cancel")}
        </Button>
        <Button
          {...(danger ? { color: "red.8" } : {})}
          loading={busy}
          disabled={disabled}
          onClick={onConfirm}
        >
          {action}
        </Button>
      </Group>
    </Modal>
  );
}

export type Dispute = { name: string; label: string; mine: ReactNode; theirs: ReactNode };

/** Two people changed the same field: both values, to choose from. */
export function Choose({
  disputes,
  onChosen,
  onCancel,
}: {
  disputes: readonly Dispute[];
  /** The names of the fields where theirs shall stand. */
  onChosen: (theirs: string[]) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<Record<string, string>>({});
  return (
    <form
      style={{ display: "grid", gap: 14 }}
      onSubmit={(e) => {
        e.preventDefault();
        onChosen(disputes.filter((x) => choice[x.name] === "theirs").map((x) => x.name));
      }}
    >
      <p className={c.note} role="alert">
        <span>
          <b>{t("edit.conflict")}.</b> {t("edit.conflict_hint")}
        </span>
      </p>
      {disputes.map((x) => (
        <Radio.Group
          key={x.name}
          label={x.label}
          value={choice[x.name] ?? "mine"}
          onChange={(v) => setChoice((all) => ({ ...all, [x.name]: v }))}
        >
          <div className={c.sides}>
            {(["mine", "theirs"] as const).map((side) => (
              <Radio.Card key={side} value={side} className={c.side}>
                <Radio.Indicator />
                <span>
                  <small>{t(`edit.${side}`)}</small>
                  {x[side] || <i>{t("edit.empty")}</i>}
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
      ))}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit">{t("edit.keep")}</Button>
      </Group>
    </form>
  );
}
