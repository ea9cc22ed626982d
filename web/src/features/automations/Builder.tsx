import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Banner, EditorFrame } from "@/ui/editing/Frame";
import { useHistoryKeys } from "@/ui/editing/history";
import { Confirm } from "@/ui/page";
import { overlayIsOpen } from "@/ui/shortcuts";
import { BuilderHead } from "./BuilderHead";
import { ConflictDialog } from "./ConflictDialog";
import { type Editing, EditingProvider, useDid, useEditing, useStore } from "./editing";
import { useJump } from "./Findings";
import { PublishDialog } from "./PublishDialog";
import { RecipeTab } from "./RecipeTab";
import { RunsTab } from "./RunsTab";
import { SettingsTab } from "./SettingsTab";
import { useCheck, useLeaveGuard, useSaving } from "./saving";
import { TABS, type Tab } from "./search";
import type { Detail, Finding } from "./shapes";
import { draftStore } from "./store";
import { TryTab } from "./TryTab";
import { VersionsTab } from "./VersionsTab";

const route = getRouteApi("/shell/automations/$id");
/** What is typed goes back by itself; each list that is open has its own keys. */
const ownHistory = (at: Element | null): boolean =>
  overlayIsOpen() || !!at?.closest("input, textarea, [contenteditable]");

/** The automation's draft with its history, and everything around it. */
export function Builder({ automation }: { automation: Detail }) {
  const { t } = useTranslation();
  const [store] = useState(() => draftStore(automation));
  const [wanted, want] = useState<Editing["wanted"]>(null);
  const [reloaded, setReloaded] = useState(false);
  const editing = useMemo(() => ({ store, wanted, want }), [store, wanted]);
  useEffect(() => {
    if (store.heard(automation) === "loaded") {
      setReloaded(true);
      announce(t("automation.reloaded", { name: t("automation.somebody") }));
    }
  }, [automation, store, t]);
  return (
    <EditingProvider value={editing}>
      <Inside automation={automation} reloaded={reloaded} onSeen={() => setReloaded(false)} />
    </EditingProvider>
  );
}

function Inside({
  automation,
  reloaded,
  onSeen,
}: {
  automation: Detail;
  reloaded: boolean;
  onSeen: () => void;
}) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { tab = "recipe" } = route.useSearch();
  const { store } = useEditing();
  const { theirs } = useStore(store);
  const { save } = useSaving(store, automation.id);
  const guard = useLeaveGuard(store, automation.id, save);
  const [publishing, setPublishing] = useState(false);
  const [listed, setListed] = useState(false);
  useCheck(store, automation.id);
  useHistoryKeys(store, { words: useDid(), save: () => void save(), ownHistory });
  const jump = useJump();
  const show = useCallback(
    (next: Tab) => void navigate({ search: next === "recipe" ? {} : { tab: next }, replace: true }),
    [navigate],
  );
  const jumpTo = (finding: Finding) => {
    setListed(false);
    setPublishing(false);
    if (tab !== "recipe") show("recipe");
    // The list takes the focus along as it closes; the place of the finding has it after that.
    window.setTimeout(() => jump(finding), 60);
  };
  return (
    <>
      <EditorFrame
        tab={tab}
        tabs={TABS.map((value) => ({ value, label: t(`automation.tab.${value}`) }))}
        onTab={show}
        head={
          <BuilderHead
            automation={automation}
            listed={listed}
            onListed={setListed}
            onJump={jumpTo}
            onPublish={() => setPublishing(true)}
            save={save}
          />
        }
        banners={
          <>
            {reloaded && (
              <Banner>
                <span>{t("automation.reloaded", { name: t("automation.somebody") })}</span>
                <Button variant="subtle" size="compact-sm" onClick={onSeen}>
                  {t("common.close")}
                </Button>
              </Banner>
            )}
            {automation.state === "stopped" && (
              <Banner tone="bad">
                <span>
                  {automation.stopped_cause === "author_gone"
                    ? t("automation.stopped_because.author_gone", { name: automation.author.name })
                    : t("automation.stopped_because.other")}
                </span>
              </Banner>
            )}
          </>
        }
      >
        {tab === "recipe" && <RecipeTab automation={automation} />}
        {tab === "runs" && <RunsTab automation={automation} />}
        {tab === "try" && <TryTab automation={automation} onJump={jumpTo} />}
        {tab === "versions" && <VersionsTab automation={automation} />}
        {tab === "settings" && <SettingsTab automation={automation} />}
      </EditorFrame>
      {publishing && (
        <PublishDialog
          automation={automation}
          save={save}
          onJump={jumpTo}
          onTry={() => {
            setPublishing(false);
            show("try");
          }}
          onClose={() => setPublishing(false)}
        />
      )}
      {theirs && <ConflictDialog theirs={theirs} onKeep={() => void save()} />}
      {guard.status === "blocked" && (
        <Confirm
          title={t("automation.leave_title")}
          action={t("automation.leave")}
          danger
          onConfirm={guard.proceed}
          onClose={guard.reset}
        >
          <p>{t("automation.leave_hint")}</p>
        </Confirm>
      )}
    </>
  );
}
