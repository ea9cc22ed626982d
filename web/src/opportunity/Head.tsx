import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconChartBar,
  IconChartBarOff,
  IconCheck,
  IconDots,
  IconEyeQuestion,
  IconLink,
  IconPencil,
  IconShare3,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useIsMutating, useMutationState } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { announce } from "@/ui/announce";
import { ChannelIcon } from "@/ui/bits";
import { initials, personHue } from "@/ui/formats";
import { useSetExcluded } from "./api";
import c from "./drawer.module.css";

export function Closer({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={c.closer}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t("common.close")}
        onClick={close}
        data-autofocus
      >
        <IconX size={18} />
      </ActionIcon>
    </div>
  );
}

/** "Saving…", then "Saved" for a moment: every change is saved at once, and says so. */
function SavedMark() {
  const { t } = useTranslation();
  const saving = useIsMutating() > 0;
  const last = useMutationState({ select: (mutation) => mutation.state.status }).at(-1);
  const was = useRef(false);
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    const done = was.current && !saving;
    was.current = saving;
    if (saving) setSaved(false);
    if (!done || last === "error") return;
    setSaved(true);
    const timer = window.setTimeout(() => setSaved(false), 2000);
    return () => window.clearTimeout(timer);
  }, [saving, last]);
  return (
    <span className={c.saved}>
      {saving ? (
        t("common.saving")
      ) : saved ? (
        <>
          <IconCheck size={13} aria-hidden />
          {t("common.saved")}
        </>
      ) : null}
    </span>
  );
}

type Props = {
  o: Opportunity;
  close: () => void;
  title: RefObject<HTMLHeadingElement | null>;
  editing: boolean;
  onEdit: () => void;
  onShare: (() => void) | undefined;
  onAccess: () => void;
  onDelete: () => void;
};

/** Who it is about, and what can be done with the whole of it. */
export function Head({ o, close, title, editing, onEdit, onShare, onAccess, onDelete }: Props) {
  const { t } = useTranslation();
  const exclude = useSetExcluded();
  const name = o.contact?.name ?? o.title;
  const copy = async () => {
    await navigator.clipboard?.writeText(`${window.location.origin}/?opp=${o.id}`);
    announce(t("opportunity.link_copied"));
  };
  return (
    <header className={c.head}>
      <span
        className={c.badge}
        aria-hidden
        style={{ ["--h" as string]: personHue(o.account?.id ?? o.contact?.id ?? o.id) }}
      >
        {initials(o.account?.name ?? name)}
      </span>
      <div className={c.who}>
        <h2 className={c.name} ref={title} tabIndex={-1} data-autofocus dir="auto" title={name}>
          {name}
        </h2>
        <div className={c.sub}>
          {o.own_title && o.contact && <span dir="auto">{o.own_title}</span>}
          {o.account && <span dir="auto">{o.account.name}</span>}
          {o.channel && (
            <span className={c.via}>
              <ChannelIcon kind={o.channel.kind} size={14} />
              {o.channel.name}
            </span>
          )}
          <span className={c.number}>#{o.number}</span>
        </div>
      </div>
      <SavedMark />
      {onShare && (
        <Tooltip label={t("opportunity.share_hint")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={34}
            aria-label={t("opportunity.share")}
            aria-keyshortcuts="s"
            onClick={onShare}
          >
            <IconShare3 size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      {o.may.edit && (
        <Tooltip label={t("common.edit")}>
          <ActionIcon
            variant={editing ? "light" : "subtle"}
            color={editing ? "iris" : "gray"}
            size={34}
            aria-label={t("opportunity.edit")}
            aria-pressed={editing}
            onClick={onEdit}
          >
            <IconPencil size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t("opportunity.actions")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconLink size={16} stroke={1.7} aria-hidden />}
            onClick={() => void copy()}
          >
            {t("opportunity.copy_link")}
          </Menu.Item>
          <Menu.Item leftSection={<IconEyeQuestion size={16} stroke={1.7} aria-hidden />} onClick={onAccess}>
            {t("opportunity.who_could_see")}
          </Menu.Item>
          {o.may.exclude && (
            <Menu.Item
              leftSection={
                o.excluded ? (
                  <IconChartBar size={16} stroke={1.7} aria-hidden />
                ) : (
                  <IconChartBarOff size={16} stroke={1.7} aria-hidden />
                )
              }
              onClick={() => exclude.mutate({ id: o.id, value: !o.excluded })}
            >
              {o.excluded ? t("opportunity.include") : t("opportunity.exclude")}
            </Menu.Item>
          )}
          {o.may.delete && (
            <>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} stroke={1.7} aria-hidden />}
                onClick={onDelete}
              >
                {t("opportunity.delete")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t("opportunity.close_hint")}>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t("common.close")} onClick={close}>
          <IconX size={18} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
