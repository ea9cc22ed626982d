import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowLine } from "./api";
import { EditorHead } from "./EditorHead";
import { type Editing, EditingProvider, useStore } from "./editing";
import { addressOf, type Element, elementAt, elementOf, TABS, type Tab, tabOf } from "./elements";
import { PublishDialog } from "./PublishDialog";
import type { Draft } from "./publishing-api";
import { useSaving } from "./saving";
import { draftStore } from "./store";
import { VersionsTab } from "./VersionsTab";
import c from "./workflows.module.css";

const route = getRouteApi("/shell/setup/workflows/$id");

/** The draft of a workflow, in lists and on the picture: one document, one history, one Save. */
export function Editor({ workflow, draft }: { workflow: WorkflowLine; draft: Draft }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { tab = "stages", el, view } = route.useSearch();
  const [store] = useState(() => draftStore(draft));
  const state = useStore(store);
  const [publishing, setPublishing] = useState(false);
  const [problemsOpen, setProblemsOpen] = useState(false);
  const selected = useMemo(() => elementAt(el), [el]);
  const show = useCallback(
    (next: { tab?: Tab; el?: string | undefined; view?: string | undefined }) =>
      void navigate({ search: (s) => ({ ...s, ...next }), replace: true }),
    [navigate],
  );
  const select = useCallback((at: Element | null) => show({ el: at ? addressOf(at) : undefined }), [show]);
  const jump = useCallback((at: Element) => show({ tab: tabOf[at.element], el: addressOf(at) }), [show]);
  const saving = useSaving(store, workflow, () => setProblemsOpen(true));
  const editing: Editing = useMemo(
    () => ({ store, selected, select, jump, tab }),
    [store, selected, select, jump, tab],
  );
  return (
    <EditingProvider value={editing}>
      <EditorHead
        workflow={workflow}
        saving={saving}
        problems={{ opened: problemsOpen, onChange: setProblemsOpen }}
        onPublish={() => setPublishing(true)}
      />
      <Tabs
        value={tab}
        onChange={(next) => show({ tab: (next ?? "stages") as Tab, el: undefined, view: undefined })}
        keepMounted={false}
        className={c.tabs}
      >
        <Tabs.List className={c.tabList}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`workflow.tab_${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="versions" className={c.panel}>
          <VersionsTab
            workflow={workflow}
            unsaved={state.dirty}
            save={saving.save}
            view={view}
            onView={(next) => show({ view: next })}
            onDraft={store.load}
          />
        </Tabs.Panel>
      </Tabs>
      {publishing && (
        <PublishDialog
          workflow={workflow}
          save={saving.save}
          onJump={(finding) => {
            setPublishing(false);
            jump(elementOf(store.get().doc, finding));
          }}
          onPublished={() => undefined}
          onClose={() => setPublishing(false)}
        />
      )}
    </EditingProvider>
  );
}
