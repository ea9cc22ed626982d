import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Picture } from "@/opportunity/picture";
import { Chip } from "@/ui/bits";
import { EditorFrame, EditorHead } from "@/ui/editing/Frame";
import { Panel, ReadOnly } from "@/ui/page";
import type { Workflow } from "./api";
import { ExportButton } from "./ExportButton";
import p from "./tab.module.css";
import { VersionsTab } from "./VersionsTab";
import c from "./workflows.module.css";

const route = getRouteApi("/shell/setup/workflows/$id");
const refused = () => Promise.reject(new Error("read only"));

/** What can be done from where, for who cannot see the picture. */
function Ways({ graph }: { graph: NonNullable<Workflow["graph"]> }) {
  const { t } = useTranslation();
  const name = new Map(graph.steps.map((one) => [one.id, one.name]));
  if (graph.transitions.length === 0) return null;
  return (
    <Panel title={t("workflow.tab_transitions")}>
      <ul className={p.ways}>
        {graph.transitions.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b>
            <span>{t("workflow.from_step_to", { from: name.get(one.from), to: name.get(one.to) })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A workflow for who may not change it: its newest version as a picture and a list, and the versions before. */
export function Reader({ workflow }: { workflow: Workflow }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { tab, view } = route.useSearch();
  const shown = tab === "versions" ? "versions" : "picture";
  const graph = useMemo(() => workflow.graph, [workflow.graph]);
  return (
    <EditorFrame
      tab={shown}
      tabs={(["picture", "versions"] as const).map((value) => ({ value, label: t(`workflow.tab_${value}`) }))}
      onTab={(next) =>
        void navigate({ search: next === "versions" ? { tab: "versions" } : {}, replace: true })
      }
      head={
        <EditorHead
          back={{ group: t("nav.workflow"), to: "/setup/workflows", label: t("nav.workflows") }}
          title={workflow.name}
          mark={
            <Chip tone={workflow.mode === "guided" ? "accent" : "plain"}>
              {t(`workflow.${workflow.mode}`)}
            </Chip>
          }
          published={
            workflow.version === null
              ? t("workflow.never_published")
              : t("workflow.version_of", { number: workflow.version })
          }
        >
          <ExportButton workflow={workflow} version={workflow.version} />
        </EditorHead>
      }
    >
      <div className={c.stack}>
        <ReadOnly>{t("workflow.read_only")}</ReadOnly>
        {shown === "versions" ? (
          <VersionsTab
            workflow={workflow}
            unsaved={false}
            save={refused}
            view={view}
            onView={(next) =>
              void navigate({ search: { tab: "versions", ...(next && { view: next }) }, replace: true })
            }
            onDraft={() => undefined}
          />
        ) : (
          graph && (
            <>
              <div className={p.canvas}>
                <Picture graph={graph} among />
              </div>
              <Ways graph={graph} />
            </>
          )
        )}
      </div>
    </EditorFrame>
  );
}
