import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { EditorFrame } from "@/ui/editing/Frame";
import { useHistoryKeys } from "@/ui/editing/history";
import { overlayIsOpen } from "@/ui/shortcuts";
import { Discard, Leaving } from "./Asking";
import { draftKey, type WorkflowLine } from "./api";
import { Banners } from "./Banners";
import { ConflictDialog } from "./ConflictDialog";
import { EditorHead } from "./EditorHead";
import { EntriesTab } from "./EntriesTab";
import { type Editing, EditingProvider, useDid, useEditing, useStore } from "./editing";
import { addressOf, type Element, elementAt, elementOf, TABS, type Tab, tabOf } from "./elements";
import { FromLogDialog } from "./FromLogDialog";
import { ImportFileDialog } from "./ImportFileDialog";
import { LayoutTab } from "./LayoutTab";
import { PictureTab } from "./PictureTab";
import { PublishDialog } from "./PublishDialog";
import type { Draft } from "./publishing-api";
import { SettingsTab } from "./SettingsTab";
import { StagesTab } from "./StagesTab";
import { useSaving } from "./saving";
import { draftStore } from "./store";
import { TransitionsTab } from "./TransitionsTab";
import { VersionsTab } from "./VersionsTab";
import { useCheck, useLeaveGuard, useNews } from "./watching";

const route = getRouteApi("/shell/setup/workflows/$id");
/** Seen on the picture too; what is not stays on its own tab. */
const DRAWN: readonly string[] = ["stage", "step", "transition"];

const LISTS = {
  stages: StagesTab,
  transitions: TransitionsTab,
  entries: EntriesTab,
  layout: LayoutTab,
  picture: PictureTab,
  settings: SettingsTab,
} as const;

/** In a dialog of its own (not the inspector on a phone) what is typed goes back by itself. */
const ownHistory = (at: globalThis.Element | null): boolean =>
  overlayIsOpen() && !at?.closest("[data-inspector]");

function Keys({ save }: { save: () => void }) {
  const { store } = useEditing();
  useHistoryKeys(store, { words: useDid(), save, ownHistory });
  return null;
}

/** The draft of a workflow, in lists and on the picture: one document, one history, one Save. */
export function Editor({ workflow, draft }: { workflow: WorkflowLine; draft: Draft }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const { tab = "stages", el, view } = route.useSearch();
  const [store] = useState(() => draftStore(draft));
  const { dirty, doc } = useStore(store);
  const [dialog, setDialog] = useState<"publish" | "file" | "log" | "discard" | null>(null);
  const [problemsOpen, setProblemsOpen] = useState(false);
  const [loaded, setLoaded] = useState<Draft | null>(null);
  const [compared, setCompared] = useState<Draft | null>(null);
  const wanted = useRef<string | null>(null);
  const [wishes, setWishes] = useState(0);
  const selected = useMemo(() => elementAt(el), [el]);

  const show = useCallback(
    (next: { tab?: Tab; el?: string | undefined; view?: string | undefined }) =>
      void navigate({
        search: (s) => {
          const all = { ...s, ...next };
          return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        },
        replace: true,
      }),
    [navigate],
  );
  const editing: Editing = useMemo(
    () => ({
      store,
      selected,
      tab,
      wanted,
      wishes,
      select: (at: Element | null, field?: string) => {
        wanted.current = field ?? null;
        if (field) setWishes((n) => n + 1);
        show({ el: at ? addressOf(at) : undefined });
      },
      jump: (at: Element, field?: string | null) => {
        wanted.current = field ?? "name";
        setWishes((n) => n + 1);
        const stays = tab === "picture" && DRAWN.includes(at.element);
        show({ ...(!stays && { tab: tabOf[at.element] }), el: addressOf(at) });
      },
    }),
    [store, selected, show, tab, wishes],
  );
  const saving = useSaving(store, workflow, () => setProblemsOpen(true));
  const guard = useLeaveGuard(store, workflow.id);
  useCheck(store, workflow.id);
  useNews(store, workflow.id, setLoaded);
  const close = () => setDialog(null);
  const took = (_: Ref, next: Draft | null) => {
    close();
    if (!next) return;
    store.load(next);
    queries.setQueryData(draftKey(workflow.id), next);
  };
  const conflict = saving.conflict ?? compared;
  const List = tab === "versions" ? null : LISTS[tab];
  return (
    <EditingProvider value={editing}>
      <Keys save={() => void saving.press()} />
      <EditorFrame
        tab={tab}
        tabs={TABS.map((value) => ({ value, label: t(`workflow.tab_${value}`) }))}
        onTab={(next) => show({ tab: next, el: undefined, view: undefined })}
        head={
          <EditorHead
            workflow={{ ...workflow, name: doc.workflow }}
            saving={saving}
            problems={{ opened: problemsOpen, onChange: setProblemsOpen }}
            onPublish={() =>
              // What can't even be saved can't be tried: its problems say why.
              store.get().problems.length > 0 ? setProblemsOpen(true) : setDialog("publish")
            }
            onWay={setDialog}
            onDiscard={() => setDialog("discard")}
          />
        }
        banners={<Banners loaded={loaded} onSeen={() => setLoaded(null)} onCompare={setCompared} />}
      >
        {List ? (
          <List />
        ) : (
          <VersionsTab
            workflow={workflow}
            unsaved={dirty}
            save={saving.save}
            view={view}
            onView={(next) => show({ view: next })}
            onDraft={(next) => took(workflow, next)}
          />
        )}
      </EditorFrame>
      {dialog === "publish" && (
        <PublishDialog
          workflow={workflow}
          save={saving.save}
          onJump={(finding) => {
            close();
            editing.jump(elementOf(store.get().doc, finding));
          }}
          onPublished={() => void queries.invalidateQueries({ queryKey: draftKey(workflow.id) })}
          onClose={close}
        />
      )}
      {dialog === "file" && (
        <ImportFileDialog
          workflow={workflow}
          changed={dirty || draft.changed}
          onDone={took}
          onClose={close}
        />
      )}
      {dialog === "log" && (
        <FromLogDialog workflow={workflow} changed={dirty || draft.changed} onDone={took} onClose={close} />
      )}
      {dialog === "discard" && <Discard workflow={workflow} onClose={close} />}
      {conflict && (
        <ConflictDialog
          theirs={conflict}
          onMerged={() => {
            const sends = saving.conflict !== null;
            saving.settleConflict();
            setCompared(null);
            if (sends) void saving.press();
          }}
          onClose={() => {
            saving.settleConflict();
            setCompared(null);
          }}
        />
      )}
      {guard.status === "blocked" && (
        <Leaving
          busy={saving.busy}
          onStay={guard.reset}
          onLeave={guard.proceed}
          onSave={() =>
            void saving.press().then((ok) => {
              if (ok) guard.proceed();
              else guard.reset();
            })
          }
        />
      )}
    </EditingProvider>
  );
}
