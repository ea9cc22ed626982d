import { ActionIcon, Button, Loader, Menu, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconAlarm,
  IconArrowsRight,
  IconDots,
  IconPlayerStop,
  IconShare3,
  IconTrash,
  IconUser,
  IconX,
} from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import type { Opportunity } from "@/lib/types";
import { PHONE } from "@/ui/screen";
import { useFormats } from "@/ui/useFormats";
import c from "./bar.module.css";
import type { Rows } from "./ManyDialog";
import type { Element } from "./pieces";

const BatchDialog = lazy(() => import("./BatchDialog"));
const ShareMany = lazy(() => import("./ShareMany"));
const StopMany = lazy(() => import("./StopMany"));

type What = "owner" | "move" | "follow_up" | "share" | "stop" | "delete";
const ACTS: readonly {
  what: What;
  Icon: typeof IconUser;
  may: (o: Opportunity) => boolean;
}[] = [
  { what: "owner", Icon: IconUser, may: (o) => o.may.assign },
  { what: "move", Icon: IconArrowsRight, may: (o) => o.may.move },
  { what: "follow_up", Icon: IconAlarm, may: (o) => o.may.follow_up },
  { what: "share", Icon: IconShare3, may: (o) => o.may.share },
  { what: "stop", Icon: IconPlayerStop, may: () => true },
  { what: "delete", Icon: IconTrash, may: (o) => o.may.delete },
];

/** How many are chosen, and what can be done with them. */
export function SelectionBar({
  chosen,
  found,
  foundWords,
  walking,
  onAll,
  onHalt,
  onNone,
  onDone,
}: {
  chosen: Rows;
  /** How many the filters find; null where nobody counted to the end. */
  found: number | null;
  foundWords: string;
  walking: boolean;
  onAll: () => void;
  onHalt: () => void;
  onNone: () => void;
  onDone: (results: readonly Element[]) => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const { count } = useFormats();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  // What a dialog is about stays what it was, whatever arrives meanwhile.
  const [asked, setAsked] = useState<{ what: What; rows: Rows } | null>(null);
  const acts = useMemo(() => {
    const rows = [...chosen.values()];
    return ACTS.map((act) => ({
      ...act,
      off:
        act.what === "share" && !me?.switches.sharing
          ? `share.refused_off${me?.may.configure ? "_configure" : ""}`
          : rows.some(act.may)
            ? null
            : "manage.may_not",
    }));
  }, [chosen, me]);
  const more = found === null || found > chosen.size;
  const ask = (what: What) => setAsked({ what, rows: new Map(chosen) });
  const close = () => setAsked(null);
  const dialog = asked && { rows: asked.rows, onClose: close, onDone };
  return (
    <>
      {chosen.size > 0 && (
        <section className={c.bar} aria-label={t("manage.chosen_bar")}>
          <span className={c.count} role="status">
            {t("manage.chosen", { count: chosen.size, formatted: count(chosen.size) })}
          </span>
          {walking ? (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<Loader size={13} aria-hidden />}
              onClick={onHalt}
            >
              {t("manage.halt")}
            </Button>
          ) : (
            more && (
              <Button size="compact-sm" variant="subtle" onClick={onAll}>
                {t("manage.choose_all", { found: foundWords })}
              </Button>
            )
          )}
          <span className={c.spacer} />
          {phone ? (
            <Menu position="top-end" width={230}>
              <Menu.Target>
                <Button size="sm" leftSection={<IconDots size={16} aria-hidden />}>
                  {t("manage.actions")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {acts.map(({ what, Icon, off }) => (
                  <Menu.Item
                    key={what}
                    disabled={off !== null}
                    leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
                    {...(what === "delete" ? { color: "red" } : {})}
                    onClick={() => ask(what)}
                  >
                    {t(`manage.act_${what}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : (
            acts.map(({ what, Icon, off }) => (
              <Tooltip key={what} label={off && t(off)} disabled={!off} multiline maw={260}>
                <Button
                  size="compact-md"
                  variant="subtle"
                  color={what === "delete" ? "red" : "gray"}
                  className={c.act}
                  // Stays in reach of pointer and keyboard, to say why.
                  data-disabled={off ? true : undefined}
                  aria-disabled={off ? true : undefined}
                  leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
                  onClick={() => !off && ask(what)}
                >
                  {t(`manage.act_${what}`)}
                </Button>
              </Tooltip>
            ))
          )}
          <Tooltip label={t("manage.choose_none")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={phone ? 40 : 32}
              aria-label={t("manage.choose_none")}
              onClick={onNone}
            >
              <IconX size={17} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        </section>
      )}
      <Suspense>
        {dialog && asked.what === "share" && <ShareMany {...dialog} />}
        {dialog && asked.what === "stop" && <StopMany {...dialog} />}
        {dialog && asked.what !== "share" && asked.what !== "stop" && (
          <BatchDialog what={asked.what} {...dialog} />
        )}
      </Suspense>
    </>
  );
}
