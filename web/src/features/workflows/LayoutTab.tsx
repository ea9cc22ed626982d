import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconLayoutList, IconLock, IconPlus, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, Hidden } from "@/ui/bits";
import { Panel, Stack } from "@/ui/page";
import { arrow, focusRow, landing, stepped, useDrops, useGround, useRow, useScrolling } from "@/ui/sorting";
import { useAttributeName } from "./AttributePicker";
import { type Attribute, attributesOf, BUILT_IN, freshId, type Section } from "./document";
import { useAct, useDoc, useEditing } from "./editing";
import { addAttribute, addSection, keyFrom, moveAttribute, moveSection, renameSection } from "./edits-layout";
import { Handle } from "./Handle";
import { WithInspector } from "./Inspector";
import l from "./layout.module.css";
import { freeName } from "./lists";
import { type MoveAt, MoveMenu } from "./MoveMenu";
import { useRemove } from "./removing";
import c from "./rows.module.css";
import { Mark, useErrors } from "./said";

type Acts = {
  onHandle: (kind: "section" | "attribute", id: string, element: HTMLElement) => void;
  onArrow: (kind: "section" | "attribute", id: string, way: "up" | "down") => void;
  onAdd: (section: string) => void;
};

const onKey = (acts: Acts, kind: "section" | "attribute", id: string) => (e: KeyboardEvent) => {
  const way = arrow(e);
  if (!way) return;
  e.preventDefault();
  acts.onArrow(kind, id, way);
};

function AttributeRow({ one, section, acts }: { one: Attribute; section: Section; acts: Acts }) {
  const { t } = useTranslation();
  const { selected, select } = useEditing();
  const { ref, dragged, edge } = useRow<HTMLLIElement>("attribute", one.id, section.id);
  const on = selected?.element === "attribute" && selected.id === one.id;
  return (
    <li
      ref={ref}
      className={c.row}
      data-dragged={dragged || undefined}
      data-edge={edge ?? undefined}
      data-on={on || undefined}
    >
      <Handle
        name={one.label}
        onMenu={(element) => acts.onHandle("attribute", one.id, element)}
        onKeyDown={onKey(acts, "attribute", one.id)}
      />
      <button
        type="button"
        className={c.name}
        data-row={one.id}
        aria-current={on || undefined}
        onClick={() => select({ element: "attribute", id: one.id })}
        onKeyDown={onKey(acts, "attribute", one.id)}
      >
        <bdi>{one.label || one.key || "–"}</bdi>
      </button>
      <Mark at={{ element: "attribute", id: one.id }} />
      <code className={l.key}>{one.key}</code>
      <span className={l.type}>{t(`workflow.type_${one.type}`)}</span>
    </li>
  );
}

function SectionCard({ section, acts }: { section: Section; acts: Acts }) {
  const { t } = useTranslation();
  const { store } = useEditing();
  const act = useAct();
  const remove = useRemove();
  const at = { element: "section" as const, id: section.id };
  const error = useErrors(at)("name");
  const { ref, dragged, edge } = useRow<HTMLLIElement>("section", section.id, "");
  const ground = useGround<HTMLDivElement>("attribute", section.id);
  return (
    <li
      ref={ref}
      className={`${l.section} ${c.section ?? ""}`}
      data-dragged={dragged || undefined}
      data-edge={edge ?? undefined}
      data-testid={`section-${section.name}`}
    >
      <header className={l.head}>
        <Handle
          name={section.name}
          row={section.id}
          onMenu={(element) => acts.onHandle("section", section.id, element)}
          onKeyDown={onKey(acts, "section", section.id)}
        />
        <TextInput
          variant="unstyled"
          aria-label={t("workflow.section_name")}
          className={l.title ?? ""}
          data-section={section.id}
          maxLength={200}
          dir="auto"
          value={section.name}
          onBlur={() => store.seal()}
          onChange={(e) => {
            const name = e.currentTarget.value;
            act(
              { key: "rename_section", values: { name } },
              (x) => renameSection(x, section.id, name),
              `section ${section.id} name`,
            );
          }}
          error={error}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t("workflow.remove_section", { name: section.name })}
          onClick={() => remove.section(section)}
        >
          <IconTrash size={16} stroke={1.7} />
        </ActionIcon>
      </header>
      <div ref={ground.ref} className={c.ground} data-over={ground.over || undefined}>
        {section.attributes.length > 0 ? (
          <ul className={c.steps}>
            {section.attributes.map((one) => (
              <AttributeRow key={one.id} one={one} section={section} acts={acts} />
            ))}
          </ul>
        ) : (
          <p className={c.nothing}>{t("workflow.no_attributes")}</p>
        )}
        <button type="button" className={c.add} onClick={() => acts.onAdd(section.id)}>
          <IconPlus size={14} stroke={2} aria-hidden />
          {t("workflow.new_attribute")}
          <Hidden>{t("workflow.in_section", { name: section.name })}</Hidden>
        </button>
      </div>
    </li>
  );
}

function BuiltIn() {
  const { t } = useTranslation();
  const doc = useDoc();
  const name = useAttributeName();
  return (
    <Panel title={t("workflow.built_in_group")} note={t("workflow.built_in_hint")}>
      <ul className={l.built}>
        {BUILT_IN.map(({ key, type }) => (
          <li key={key}>
            <IconLock size={13} stroke={1.8} aria-hidden />
            <span>{name(doc, key)}</span>
            <code className={l.key}>{key}</code>
            <span className={l.type}>{t(`workflow.type_${type}`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Sections and their attributes (W16). */
export function LayoutTab() {
  const { t } = useTranslation();
  const { select } = useEditing();
  const doc = useDoc();
  const act = useAct();
  const [menu, setMenu] = useState<MoveAt | null>(null);

  const sectionOf = (id: string) => doc.sections.find((x) => x.attributes.some((one) => one.id === id));
  const nameOf = (kind: string, id: string): string =>
    kind === "section"
      ? (doc.sections.find((one) => one.id === id)?.name ?? "")
      : (attributesOf(doc).find((one) => one.id === id)?.label ?? "");
  const siblings = (kind: string, id: string): readonly { id: string }[] =>
    kind === "section" ? doc.sections : (sectionOf(id)?.attributes ?? []);
  const put = (
    kind: string,
    id: string,
    before: string | null,
    list: readonly { id: string }[],
    section = "",
  ) => {
    const rest = list.filter((one) => one.id !== id);
    const place = before === null ? rest.length + 1 : rest.findIndex((one) => one.id === before) + 1;
    const values = {
      name: nameOf(kind, id),
      place,
      total: rest.length + 1,
      stage: nameOf("section", section),
    };
    if (kind === "section") act({ key: "place_section", values }, (x) => moveSection(x, id, before));
    else act({ key: "place_step", values }, (x) => moveAttribute(x, id, section, before));
    focusRow(id);
  };
  const step = (kind: string, id: string, way: "up" | "down") => {
    const list = siblings(kind, id);
    const before = stepped(list, id, way);
    if (before !== undefined) put(kind, id, before, list, sectionOf(id)?.id);
  };
  useScrolling();
  useDrops("section", (drop) => put("section", drop.id, landing(drop, doc.sections), doc.sections));
  useDrops("attribute", (drop) => {
    const list = doc.sections.find((one) => one.id === drop.group)?.attributes ?? [];
    put("attribute", drop.id, landing(drop, list), list, drop.group);
  });
  const acts: Acts = {
    onHandle: (kind, id, element) => setMenu({ kind, id, element }),
    onArrow: step,
    onAdd: (section) => {
      const all = attributesOf(doc);
      const label = freeName(
        t("workflow.new_attribute_name"),
        all.map((one) => one.label),
      );
      const id = freshId();
      const key = keyFrom(
        label,
        all.map((one) => one.key),
      );
      act({ key: "add_attribute", values: { name: label } }, (x) =>
        addAttribute(x, section, { key, label, type: "text", options: [] }, id),
      );
      select({ element: "attribute", id }, "label");
    },
  };
  const add = () => {
    const name = freeName(
      t("workflow.new_section_name"),
      doc.sections.map((one) => one.name),
    );
    const id = freshId();
    act({ key: "add_section", values: { name } }, (x) => addSection(x, name, id));
    requestAnimationFrame(() => {
      const input = document.querySelector<HTMLInputElement>(`input[data-section="${id}"]`);
      input?.focus();
      input?.select();
    });
  };
  const list = menu ? siblings(menu.kind, menu.id) : [];
  const home = menu ? sectionOf(menu.id) : undefined;
  return (
    <WithInspector empty={t("workflow.inspect_layout")}>
      <Stack>
        <Panel
          title={t("workflow.sections")}
          note={t("workflow.sections_hint")}
          actions={
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={add}
            >
              {t("workflow.new_section")}
            </Button>
          }
        >
          {doc.sections.length > 0 ? (
            <ul className={c.stages}>
              {doc.sections.map((section) => (
                <SectionCard key={section.id} section={section} acts={acts} />
              ))}
            </ul>
          ) : (
            <EmptyState icon={<IconLayoutList size={22} aria-hidden />} title={t("workflow.no_sections")}>
              {t("workflow.no_sections_hint")}
            </EmptyState>
          )}
        </Panel>
        <BuiltIn />
      </Stack>
      {menu && (
        <MoveMenu
          at={menu}
          name={nameOf(menu.kind, menu.id)}
          can={{
            up: stepped(list, menu.id, "up") !== undefined,
            down: stepped(list, menu.id, "down") !== undefined,
          }}
          onStep={(way) => step(menu.kind, menu.id, way)}
          groups={menu.kind === "attribute" ? doc.sections.filter((one) => one.id !== home?.id) : []}
          onGroup={(section) =>
            put(
              "attribute",
              menu.id,
              null,
              doc.sections.find((one) => one.id === section)?.attributes ?? [],
              section,
            )
          }
          onClose={() => setMenu(null)}
        />
      )}
    </WithInspector>
  );
}
