import { Select } from "@mantine/core";
import { IconArrowRight, IconBolt, IconLock, IconMail, IconPlus, IconRoute } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink } from "@/ui/DataTable";
import { SearchBox } from "@/ui/page";
import { useAttributeName } from "./AttributePicker";
import type { Transition } from "./document";
import { useDoc, useEditing } from "./editing";
import { nameOfStep } from "./edits";
import { WithInspector } from "./Inspector";
import { NewTransitionButton } from "./NewTransition";
import { Mark } from "./said";
import { stepChoices } from "./TransitionForm";
import c from "./transitions.module.css";

const route = getRouteApi("/shell/setup/workflows/$id");

function useColumns(): Column<Transition>[] {
  const { t } = useTranslation();
  const { select, selected } = useEditing();
  const doc = useDoc();
  const attribute = useAttributeName();
  const listed = (ids: readonly string[]) => ids.map((id) => attribute(doc, id)).join(", ");
  return [
    {
      key: "name",
      label: t("workflow.name"),
      width: "27%",
      cell: (x) => (
        <span className={c.named}>
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

/** The ways between steps (W5): a table of them, one beside it. */
export function TransitionsTab() {
  const { t } = useTranslation();
  const doc = useDoc();
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const [step, setStep] = useState<string | null>(null);
  const columns = useColumns();
  const rows = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    return doc.transitions.filter((one) => {
      if (step && one.from !== step && one.to !== step) return false;
      const all = `${one.name} ${nameOfStep(doc, one.from)} ${nameOfStep(doc, one.to)}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
  }, [doc, q, step]);
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
    </WithInspector>
  );
}
