import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconRocket } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FindingsButton } from "@/ui/editing/Findings";
import { EditorHead } from "@/ui/editing/Frame";
import { History } from "@/ui/editing/history";
import { useSwitch } from "./acts";
import c from "./builder.module.css";
import { useDid, useDraft, useEditing } from "./editing";
import { useFindingWords, useTold } from "./Findings";
import { StateChip } from "./State";
import type { Detail, Finding } from "./shapes";

/** Saved or not, published or not, in words. */
function useStanding({ version, changed, state }: Detail) {
  const { t } = useTranslation();
  const { dirty, saving } = useDraft();
  const saved =
    saving === "failed" ? "not_saved" : saving === "busy" ? "saving" : dirty ? "unsaved" : "saved";
  return {
    saved: { text: t(`automation.${saved}`), tone: saving === "failed" ? ("bad" as const) : undefined },
    published:
      version === null
        ? t("automation.never_published")
        : changed || dirty
          ? t("automation.differs", { number: version })
          : t(state === "live" ? "automation.published_as" : "automation.paused_as", { number: version }),
  };
}

/** The automation's name and state, and what is done with the whole of it. */
export function BuilderHead({
  automation,
  listed,
  onListed,
  onJump,
  onPublish,
  save,
}: {
  automation: Detail;
  listed: boolean;
  onListed: (listed: boolean) => void;
  onJump: (finding: Finding) => void;
  onPublish: () => void;
  save: () => Promise<boolean>;
}) {
  const { t } = useTranslation();
  const { store } = useEditing();
  const { dirty, saving, findings } = useDraft();
  const told = useTold(onJump);
  const words = useFindingWords();
  const change = useSwitch();
  const { state, may, changed, version } = automation;
  const publishes = changed || dirty || version === null || state === "stopped";
  return (
    <EditorHead
      back={{ group: t("nav.workflow"), to: "/automations", label: t("nav.automations") }}
      title={automation.name}
      mark={<StateChip automation={automation} />}
      {...useStanding(automation)}
    >
      {saving === "failed" && (
        <Button variant="subtle" color="red" size="compact-md" onClick={() => void save()}>
          {t("common.retry")}
        </Button>
      )}
      {(publishes || findings.length > 0) && (
        <FindingsButton opened={listed} onChange={onListed} findings={told(findings)} words={words} />
      )}
      <History store={store} words={useDid()} />
      {(state === "live" || state === "paused") && (
        <Button
          variant="default"
          className={c.pause}
          loading={change.isPending}
          leftSection={
            state === "paused" ? (
              <IconPlayerPlay size={16} stroke={1.8} aria-hidden />
            ) : (
              <IconPlayerPause size={16} stroke={1.8} aria-hidden />
            )
          }
          onClick={() => change.mutate(automation)}
        >
          {t(state === "paused" ? "automation.resume" : "automation.pause")}
        </Button>
      )}
      <Button
        disabled={!may.publish || !publishes}
        leftSection={<IconRocket size={16} stroke={1.8} aria-hidden />}
        onClick={onPublish}
      >
        {t("automation.publish")}
      </Button>
    </EditorHead>
  );
}
