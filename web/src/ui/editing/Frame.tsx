import { Tabs } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import c from "./frame.module.css";

/** A document's editor: its head and tabs, which stay in sight, and what one of them shows. */
export function EditorFrame<Tab extends string>({
  head,
  tabs,
  tab,
  onTab,
  banners,
  children,
}: {
  head: ReactNode;
  tabs: readonly { value: Tab; label: string }[];
  tab: Tab;
  onTab: (tab: Tab) => void;
  banners?: ReactNode;
  children: ReactNode;
}) {
  const { ref, height } = useElementSize();
  const list = useRef<HTMLDivElement>(null);
  // On a phone the row of tabs is wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more for each tab
  useEffect(() => {
    const on = list.current?.querySelector('[aria-selected="true"]');
    on?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [tab]);
  return (
    <Tabs
      value={tab}
      onChange={(next) => next && onTab(next as Tab)}
      keepMounted={false}
      className={c.editor}
      style={{ ["--above" as string]: `${height}px` }}
    >
      <div ref={ref} className={c.sticky}>
        {head}
        <Tabs.List ref={list} className={c.tabList}>
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </div>
      {banners}
      <Tabs.Panel value={tab} className={c.panel}>
        {children}
      </Tabs.Panel>
    </Tabs>
  );
}

/** What is edited and how it stands, and what is done with the whole of it. */
export function EditorHead({
  back,
  title,
  mark,
  saved,
  published,
  children,
}: {
  /** The list that it is of, and under what that stands. */
  back: { group: string; to: string; label: string };
  title: string;
  mark: ReactNode;
  /** Nothing where it cannot be changed. */
  saved?: { text: string; tone?: "warn" | "bad" | undefined };
  published: string;
  children: ReactNode;
}) {
  return (
    <header className={c.head}>
      <div className={c.about}>
        <p className={c.path}>
          {back.group}
          <span aria-hidden>›</span>
          <Link to={back.to}>{back.label}</Link>
        </p>
        <h1>
          <bdi>{title}</bdi>
          {mark}
        </h1>
        <p className={c.state}>
          {saved && (
            <span data-tone={saved.tone} data-testid="saved-state">
              {saved.text}
            </span>
          )}
          <span>{published}</span>
        </p>
      </div>
      <div className={c.actions}>{children}</div>
    </header>
  );
}

/** News of the whole document, above what is shown of it. */
export function Banner({ tone, children }: { tone?: "warn" | "bad"; children: ReactNode }) {
  return (
    <div className={c.banner} data-tone={tone} role="status">
      {children}
    </div>
  );
}
