import { ActionIcon, Button, Popover, Tooltip } from "@mantine/core";
import { IconClockPlus, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStop } from "@/opportunity/sharing/api";
import { isLive } from "@/opportunity/sharing/left";
import { MoreTimeForm } from "@/opportunity/sharing/MoreTimeForm";
import { Longer } from "@/opportunity/sharing/ShareRow";
import { announce } from "@/ui/announce";
import type { Share } from "./api";
import { GoneAccess } from "./GoneAccess";
import { useShareWords } from "./shareCells";
import c from "./shares.module.css";

/** More time for it, or its end: what its reader may do about it. `small`: as marks, in a row. */
export function ShareActs({ share, now, small = false }: { share: Share; now: number; small?: boolean }) {
  const { t } = useTranslation();
  const { grantee } = useShareWords();
  const o = { id: share.opportunity?.id ?? "" };
  const stop = useStop(o.id);
  const { name } = grantee(share);
  const what = share.may.extend ? "extend" : share.may.ask && !share.more_time ? "ask" : null;
  if (share.deleted) return <GoneAccess id={share.deleted} number={share.number} small={small} />;
  if (!isLive(share, now) || !(share.may.stop || what)) return null;
  const end = () => stop.mutate(share.id, { onSuccess: () => announce(t("share.stopped_with", { name })) });
  const label = t("share.stop_with", { name });
  if (small)
    return (
      <span className={c.acts}>
        {what && <MoreTime o={o} share={share} what={what} />}
        {share.may.stop && (
          <Tooltip label={label}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              loading={stop.isPending}
              aria-label={label}
              onClick={end}
            >
              <IconPlayerStop size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
      </span>
    );
  return (
    <span className={c.acts}>
      {what && <Longer o={o} share={share} terms={undefined} what={what} />}
      {share.may.stop && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          loading={stop.isPending}
          aria-label={label}
          onClick={end}
        >
          {t("share.stop")}
        </Button>
      )}
    </span>
  );
}

function MoreTime({ o, share, what }: { o: { id: string }; share: Share; what: "extend" | "ask" }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const label = t(what === "ask" ? "share.ask" : "share.extend");
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={340}
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={label}
            onClick={() => setOpened(!opened)}
          >
            <IconClockPlus size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <MoreTimeForm o={o} share={share} terms={undefined} what={what} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
