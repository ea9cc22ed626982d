import { ActionIcon, Button, Menu, Select } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconDots,
  IconDownload,
  IconGitCompare,
  IconHistory,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Ref } from "@/lib/types";
import { Chip, EmptyState } from "@/ui/bits";
import { Failed, Panel, RowsSkeleton } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { draftQuery } from "./api";
import { type View, viewOf, written } from "./compare-lines";
import { FromLogReplayDialog } from "./FromLogReplayDialog";
import { type Draft, fileAddress, type VersionLine, versionsQuery } from "./publishing-api";
import { VersionsCompare } from "./VersionsCompare";
import { VersionsOne } from "./VersionsOne";
import { VersionsTakeDialog } from "./VersionsTakeDialog";
import c from "./versions.module.css";

export type VersionsTabProps = {
  workflow: Ref;
  /** The editor holds changes that the server does not have yet. */
  unsaved: boolean;
  save: () => Promise<Draft>;
  /** What is shown, as the page keeps it in the address: "3" a version, "3..5" or "5..draft" two compared. */
  view: string | undefined;
  onView: (view: string | undefined) => void;
  /** A version has become the draft: the editor starts from this one. */
  onDraft: (draft: Draft) => void;
};

/** The published versions: looked at, compared, taken back into the draft (W15). */
export function VersionsTab({ workflow, unsaved, save, view, onView, onDraft }: VersionsTabProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(versionsQuery(workflow.id));
  const draft = useQuery(draftQuery(workflow.id));
  const [taking, setTaking] = useState<number | null>(null);
  const [playing, setPlaying] = useState<number | "draft" | null>(null);
  const versions = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = viewOf(view);
  const show = (next: View | null) => onView(next ? written(next) : undefined);
  const newest = versions[0]?.number;

  if (query.isError)
    return <Failed title={t("versions.failed_list")} error={query.error} retry={query.refetch} />;
  if (query.isPending) return <RowsSkeleton rows={4} height={58} />;
  if (newest === undefined)
    return (
      <EmptyState icon={<IconHistory size={22} aria-hidden />} title={t("versions.none")}>
        {t("versions.none_hint")}
      </EmptyState>
    );
  const take = (number: number) => setTaking(number);
  return (
    <>
      {shown?.kind === "one" && (
        <VersionsOne
          key={shown.number}
          workflow={workflow}
          number={shown.number}
          current={shown.number === newest}
          back={<Back onBack={() => show(null)} />}
          mayTake={!!draft.data?.may.edit}
          onTake={() => take(shown.number)}
        />
      )}
      {shown?.kind === "two" && (
        <Panel title={t("versions.compare")} actions={<Back onBack={() => show(null)} />}>
          <div className={c.choose}>
            <Select
              label={t("versions.from")}
              allowDeselect={false}
              data={versions.map((one) => ({
                value: String(one.number),
                label: t("versions.version", { number: one.number }),
              }))}
              value={String(shown.from)}
              onChange={(from) => from && show({ ...shown, from: Number(from) })}
            />
            <Select
              label={t("versions.with")}
              allowDeselect={false}
              data={[
                { value: "draft", label: t("versions.draft") },
                ...versions.map((one) => ({
                  value: String(one.number),
                  label: t("versions.version", { number: one.number }),
                })),
              ]}
              value={String(shown.to)}
              onChange={(to) => to && show({ ...shown, to: to === "draft" ? "draft" : Number(to) })}
            />
          </div>
          <VersionsCompare
            workflow={workflow}
            from={shown.from}
            to={shown.to}
            revision={draft.data?.revision}
            unsaved={unsaved}
            save={save}
          />
        </Panel>
      )}
      {!shown && (
        <Panel
          title={t("versions.title")}
          note={t("versions.hint")}
          actions={
            <>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPlayerPlay size={16} stroke={1.8} aria-hidden />}
                onClick={() => setPlaying("draft")}
              >
                {t("logs.replay_draft")}
              </Button>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconGitCompare size={16} stroke={1.8} aria-hidden />}
                onClick={() => show({ kind: "two", from: newest, to: "draft" })}
              >
                {t("versions.compare_draft")}
              </Button>
            </>
          }
          bare
        >
          <ul className={c.versions}>
            {versions.map((one, at) => (
              <Row
                key={one.number}
                workflow={workflow}
                version={one}
                before={versions[at + 1]?.number}
                mayTake={!!draft.data?.may.edit}
                onView={show}
                onTake={() => take(one.number)}
                onPlay={() => setPlaying(one.number)}
              />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className={c.more}>
              <Button
                variant="subtle"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t("versions.earlier")}
              </Button>
            </div>
          )}
        </Panel>
      )}
      {playing !== null && (
        <FromLogReplayDialog
          workflow={workflow}
          {...(playing === "draft" ? {} : { version: playing })}
          onClose={() => setPlaying(null)}
        />
      )}
      {taking !== null && draft.data && (
        <VersionsTakeDialog
          workflow={workflow}
          number={taking}
          draft={draft.data}
          unsaved={unsaved}
          onDraft={(now) => {
            setTaking(null);
            onDraft(now);
          }}
          onClose={() => setTaking(null)}
        />
      )}
    </>
  );
}

function Back({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      leftSection={<IconArrowLeft size={15} stroke={1.8} aria-hidden />}
      onClick={onBack}
    >
      {t("versions.all")}
    </Button>
  );
}

type RowProps = {
  workflow: Ref;
  version: VersionLine;
  /** The version before this one, if there is one. */
  before: number | undefined;
  mayTake: boolean;
  onView: (view: View) => void;
  onTake: () => void;
  onPlay: () => void;
};

function Row({ workflow, version, before, mayTake, onView, onTake, onPlay }: RowProps) {
  const { t } = useTranslation();
  const now = useNow();
  const { when, fullTime, count } = useFormats();
  const { number } = version;
  return (
    <li className={c.version}>
      <div className={c.what}>
        <button type="button" className={c.open} onClick={() => onView({ kind: "one", number })}>
          {t("versions.version", { number })}
        </button>
        {version.current && <Chip tone="ok">{t("versions.current")}</Chip>}
        <small title={fullTime(version.published_at)}>
          {version.published_by
            ? t("versions.published_by", {
                when: when(version.published_at, now),
                name: version.published_by.name,
              })
            : when(version.published_at, now)}
        </small>
      </div>
      <span className={c.size}>
        {t("versions.steps", { count: version.steps, formatted: count(version.steps) })}
        {" · "}
        {t("versions.transitions", { count: version.transitions, formatted: count(version.transitions) })}
      </span>
      <div className={c.acts}>
        {before !== undefined && (
          <Button
            variant="subtle"
            size="xs"
            onClick={() => onView({ kind: "two", from: before, to: number })}
          >
            {t("versions.changes")}
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={t("versions.actions", { number })}
            >
              <IconDots size={17} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconGitCompare size={16} stroke={1.7} aria-hidden />}
              onClick={() => onView({ kind: "two", from: number, to: "draft" })}
            >
              {t("versions.compare_draft")}
            </Menu.Item>
            {mayTake && (
              <Menu.Item
                leftSection={<IconArrowBackUp size={16} stroke={1.7} aria-hidden />}
                onClick={onTake}
              >
                {t("versions.take")}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconPlayerPlay size={16} stroke={1.7} aria-hidden />} onClick={onPlay}>
              {t("logs.replay_action")}
            </Menu.Item>
            <Menu.Item
              component="a"
              href={fileAddress(workflow.id, number)}
              download
              leftSection={<IconDownload size={16} stroke={1.7} aria-hidden />}
            >
              {t("versions.download")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}
