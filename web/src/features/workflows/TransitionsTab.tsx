import { Select, Table } from "@mantine/core";
import { useMergedRef } from "@mantine/hooks";
import { IconArrowRight, IconBolt, IconLock, IconMail, IconPlus, IconRoute } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/bits";
import { type Column, DataTable, quiet, type RowProps, rowLink } from "@/ui/DataTable";
import { SearchBox } from "@/ui/page";
import { arrow, focusRow, landing, stepped, useDrops, useRow, useScrolling } from "@/ui/sorting";
import { useAttributeName } from "./AttributePicker";
import type { Transition } from "./document";
import { useAct, useDoc, useEditing } from "./editing";
import { nameOfStep } from "./edits";
import { moveTransition } from "./edits-ways";
import { Handle } from "./Handle";
import { WithInspector } from "./Inspector";
import { type MoveAt, MoveMenu } from "./MoveMenu";
import { NewTransitionButton } from "./NewTransition";
import { Mark } from "./said";
import { stepChoices } from "./TransitionForm";
import c from "./transitions.module.css";

const route = getRouteApi("/shell/setup/workflows/$id");
const KIND = "transition";

function DraggedRow({ row, ref, ...rest }: RowProps<Transition>) {
  const { ref: own, dragged, edge } = useRow<HTMLTableRowElement>(KIND, row.id, "");
  return (
    <Table.Tr
      {...rest}
      ref={useMergedRef(own, ref)}
      data-dragged={dragged || undefined}
      data-edge={edge ?? undefined}
    />
  );
}

type RowActs = {
  /** The handle asks for the menu. */
  onHandle: (id: string, element: HTMLElement) => void;
  onArrow: (id: string, way: "up" | "down") => void;
};

function useColumns({ onHandle, onArrow }: RowActs): Column<Transition>[] {
  const { t } = useTranslation();
  const { select, selected } = useEditing();
  const doc = useDoc();
  const attribute = useAttributeName();
  const onKey = (id: string) => (e: KeyboardEvent) => {
    const way = arrow(e);
    if (!way) return;
    e.preventDefault();
    e.stopPropagation();
    onArrow(id, way);
  };
  const listed = (ids: readonly string[]) => ids.map((id) => attribute(doc, id)).join(", ");
  return [
    {
      key: "name",
      label: t("workflow.name"),
      width: "27%",
      cell: (x) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons inside
        <span className={c.named} onKeyDown={onKey(x.id)}>
          <Handle name={x.name} onMenu={(element) => onHandle(x.id, element)} />
          <button
            type="button"
            className={rowLink}
            data-row={x.id}
            dir="auto"
            aria-current={selected?.id === x.id || undefined}
            onClick={() => select({ element: "transition", id: x.id })}
          >
            {x.name || "–"}
          </button>
          <Mark at={{ element: "transition", id: x.id }} />
        </span>
      ),
    },
    {
      key: "ends",
      label: t("workflow.from_to"),
      cell: (x) => (
        <span className={c.ends}>
          <bdi>{nameOfStep(doc, x.from) || t("workflow.choose_step")}</bdi>
          <IconArrowRight size={14} stroke={1.8} role="img" aria-label={t("workflow.leads_to")} />
          <bdi>{nameOfStep(doc, x.to) || t("workflow.choose_step")}</bdi>
        </span>
      ),
    },
    {
      key: "required",
      label: t("workflow.required_short"),
      width: "24%",
      cell: (x) => (
        <span className={quiet} title={listed(x.required) || undefined}>
          {listed(x.required)}
        </span>
      ),
    },
    {
      key: "more",
      label: t("workflow.more"),
      width: 110,
      align: "end",
      phone: "hide",
      cell: (x) => (
        <span className={c.signs}>
          {x.roles.length > 0 && (
            <IconLock
              size={15}
              stroke={1.8}
              role="img"
              aria-label={t("workflow.only_roles", {
                roles: x.roles.map((role) => t(`role.${role}`)).join(", "),
              })}
            />
          )}
          {x.triggers.length > 0 && (
            <IconBolt
              size={15}
              stroke={1.8}
              role="img"
              aria-label={x.triggers.map((one) => t(`workflow.trigger.${one}`)).join(", ")}
            />
          )}
          {x.communications.length > 0 && (
            <IconMail
              size={15}
              stroke={1.8}
              role="img"
              aria-label={t("workflow.count_communications", { count: x.communications.length })}
            />
          )}
        </span>
      ),
    },
  ];
}

/** The ways between steps (W5), in an order of their own: a table of them, one beside it. */
export function TransitionsTab() {
  const { t } = useTranslation();
  const doc = useDoc();
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const nameOf = (id: string) => doc.transitions.find((one) => one.id === id)?.name ?? "";
  const [step, setStep] = useState<string | null>(null);
  const act = useAct();
  const [menu, setMenu] = useState<MoveAt | null>(null);
  const rows = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    return doc.transitions.filter((one) => {
      if (step && one.from !== step && one.to !== step) return false;
      const all = `${one.name} ${nameOfStep(doc, one.from)} ${nameOfStep(doc, one.to)}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
  }, [doc, q, step]);

  const put = (id: string, before: string | null) => {
    const rest = rows.filter((one) => one.id !== id);
    const place = before === null ? rest.length + 1 : rest.findIndex((one) => one.id === before) + 1;
    const values = { name: nameOf(id), place, total: rows.length };
    act({ key: "place_transition", values }, (x) => moveTransition(x, id, before, rows));
    focusRow(id);
  };
  const move = (id: string, way: "up" | "down") => {
    const before = stepped(rows, id, way);
    if (before !== undefined) put(id, before);
  };
  useScrolling();
  useDrops(KIND, (drop) => put(drop.id, landing(drop, rows)));
  const columns = useColumns({
    onHandle: (id, element) => setMenu({ kind: KIND, id, element }),
    onArrow: move,
  });

  if (doc.mode === "free")
    return (
      <EmptyState icon={<IconRoute size={24} aria-hidden />} title={t("workflow.free_ways")}>
        {t("workflow.free_ways_hint")}
      </EmptyState>
    );
  return (
    <WithInspector empty={t("workflow.inspect_transitions")}>
      <div className={c.tools}>
        <SearchBox
          label={t("workflow.find_transition")}
          value={q}
          onChange={(next) =>
            void navigate({ search: ({ q: _, ...s }) => ({ ...s, ...(next && { q: next }) }), replace: true })
          }
        />
        <Select
          aria-label={t("workflow.at_step")}
          placeholder={t("workflow.any_step")}
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          searchable={doc.steps.length > 8}
          data={stepChoices(doc, t("workflow.no_stage"))}
          value={step}
          onChange={setStep}
          w={200}
        />
        <span className={c.count}>
          {t("workflow.of", { count: rows.length, total: doc.transitions.length })}
        </span>
        <NewTransitionButton from={step} icon={<IconPlus size={15} aria-hidden />} />
      </div>
      {rows.length > 0 ? (
        <div className={c.list}>
          <DataTable
            label={t("workflow.tab_transitions")}
            columns={columns}
            rows={rows}
            rowKey={(x) => x.id}
            Row={DraggedRow}
          />
        </div>
      ) : (
        <EmptyState
          icon={<IconRoute size={24} aria-hidden />}
          title={doc.transitions.length > 0 ? t("list.nothing_found") : t("workflow.no_transitions")}
        >
          {doc.transitions.length > 0 ? t("workflow.nothing_found_hint") : t("workflow.no_transitions_hint")}
        </EmptyState>
      )}
      {menu && (
        <MoveMenu
          at={menu}
          name={nameOf(menu.id)}
          can={{
            up: stepped(rows, menu.id, "up") !== undefined,
            down: stepped(rows, menu.id, "down") !== undefined,
          }}
          onStep={(way) => move(menu.id, way)}
          onClose={() => setMenu(null)}
        />
      )}
    </WithInspector>
  );
}
