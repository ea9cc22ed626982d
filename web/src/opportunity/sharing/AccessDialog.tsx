import { Alert, Button, Group, Modal, Select, Skeleton, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconClockHour4,
  IconEyeCheck,
  IconEyeOff,
  IconShare3,
  IconShieldCheck,
  IconUser,
  IconUserHeart,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { useMe } from "@/lib/me";
import type { Schemas } from "@/lib/types";
import { PersonAvatar } from "@/ui/bits";
import { PHONE } from "@/ui/screen";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { WallTimePicker } from "@/ui/WallTimePicker";
import { peopleQuery } from "../api";
import c from "./access.module.css";
import { accessQuery } from "./api";

type Reason = Schemas["AccessReason"];
const ICONS = {
  owner: IconUser,
  team: IconUsersGroup,
  role: IconShieldCheck,
  author: IconUserHeart,
  share: IconShare3,
} as const;
/** What stands in an opportunity's own timeline. */
const OWN = /^(opportunity|share)\./;

/** Who could see it? For anybody and any instant, past included: the answer and its reasons (S11). */
export default function AccessDialog({
  o,
  of,
  onClose,
  onEvent,
}: {
  o: { id: string };
  /** Which one it is, where nothing else says so. */
  of?: string;
  onClose: () => void;
  /** Shows an event where it stands in the timeline, where there is one. */
  onEvent?: (id: string) => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const formats = useFormats();
  const problem = useProblem();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const now = useNow();
  const [member, setMember] = useState(me?.id ?? "");
  const [wall, setWall] = useState<string | null>(null);
  const at = wall ? formats.fromWall(wall) : null;
  const skipped = wall !== null && at === null;
  const { data: everybody } = useQuery(peopleQuery);
  const people = new Map((everybody?.items ?? []).map((p) => [p.id, p]));
  const answer = useQuery({ ...accessQuery(o.id, member, at), enabled: member !== "" && !skipped });
  const d = answer.data;
  const tense = !at ? "now" : Date.parse(at) > now ? "then" : "past";
  const self = d?.member.id === me?.id;

  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      size={540}
      fullScreen={!!phone}
      title={t("access.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="md">
        {of && <p className={c.of}>{of}</p>}
        <Group grow align="flex-start" className={c.asked}>
          <Select
            label={t("access.who")}
            searchable
            allowDeselect={false}
            data-autofocus
            data={[
              ...(me ? [{ value: me.id, label: t("access.myself", { name: me.name }) }] : []),
              ...[...people.values()]
                .filter((p) => p.id !== me?.id)
                .map((p) => ({ value: p.id, label: p.name })),
            ]}
            leftSection={<PersonAvatar person={people.get(member) ?? me} size={20} />}
            renderOption={({ option }) => (
              <span className={c.option}>
                <span aria-hidden>
                  <PersonAvatar person={people.get(option.value) ?? me} size={20} />
                </span>
                {option.label}
              </span>
            )}
            nothingFoundMessage={t("list.nothing_found")}
            value={member}
            onChange={(v) => v && setMember(v)}
          />
          <WallTimePicker
            label={t("access.when")}
            placeholder={t("access.now")}
            clearable
            withSeconds
            valueFormat="D MMM YYYY, HH:mm:ss"
            value={wall}
            onChange={setWall}
            error={skipped ? t("follow_up.skipped") : undefined}
          />
        </Group>
        {answer.isError ? (
          <Alert color="red" role="alert">
            {problem(answer.error)}
          </Alert>
        ) : !d ? (
          <Skeleton height={120} radius={10} />
        ) : (
          <div aria-live="polite" aria-busy={answer.isPlaceholderData} className={c.answer}>
            <p className={c.verdict} data-allowed={d.allowed}>
              {d.allowed ? (
                <IconEyeCheck size={22} stroke={1.7} aria-hidden />
              ) : (
                <IconEyeOff size={22} stroke={1.7} aria-hidden />
              )}
              <span>
                <b>
                  {t(`access.${d.allowed ? (d.level ?? "view") : "none"}_${tense}${self ? "_me" : ""}`, {
                    name: d.member.name,
                  })}
                </b>
                <small>{at ? formats.exactTime(at) : t("access.right_now")}</small>
                {d.deleted_at && (
                  <small>{t("access.deleted", { at: formats.shortDateTime(d.deleted_at) })}</small>
                )}
                {!d.known && <small>{t("access.rests_on_assumed")}</small>}
              </span>
            </p>
            {d.reasons.length > 0 && (
              <section aria-label={t("access.because")}>
                <h3 className={c.heading}>{t("access.because")}</h3>
                <Reasons list={d.reasons} onEvent={onEvent} />
              </section>
            )}
            {d.past.length > 0 && (
              <section aria-label={t("access.other_times")}>
                <h3 className={c.heading}>{t("access.other_times")}</h3>
                <Reasons list={d.past} onEvent={onEvent} />
              </section>
            )}
            {d.assumed.length > 0 && (
              <section aria-label={t("access.assumed")}>
                <h3 className={c.heading}>{t("access.assumed")}</h3>
                <ul className={c.assumed}>
                  {d.assumed.map(({ text, before }) => (
                    <li key={`${text.key}-${text.values.team}`}>
                      {t(text.key, { ...text.values, before: formats.shortDateTime(before) })}
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </div>
        )}
        <p className={c.note}>
          <IconClockHour4 size={14} stroke={1.7} aria-hidden />
          {t("access.from_ledger")}
        </p>
      </Stack>
    </Modal>
  );
}

function Reasons({ list, onEvent }: { list: readonly Reason[]; onEvent?: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const said = (reason: Reason): string => {
    const { roles, by, ...names } = reason.text.values;
    const as = Array.isArray(roles) ? roles.map((role) => t(`role.${role}`)).join(", ") : "";
    const key = by === null ? `${reason.text.key}_none` : reason.text.key;
    return i18n.exists(key) ? t(key, { ...names, by, roles: as }) : t(`access.${reason.kind}`, names);
  };
  const span = (reason: Reason): string => {
    const from = reason.from && formats.shortDateTime(reason.from);
    const until = reason.until && formats.shortDateTime(reason.until);
    if (from && until) return t("access.from_until", { from, until });
    if (from) return t("access.since", { from });
    return until ? t("access.until", { until }) : t("access.always");
  };
  return (
    <ol className={c.reasons}>
      {list.map((reason, i) => {
        const Icon = ICONS[reason.kind];
        const event = onEvent && reason.event && OWN.test(reason.event.type) ? reason.event : null;
        return (
          <li key={`${reason.kind}-${reason.event?.id ?? ""}-${reason.share ?? ""}-${i}`}>
            <span className={c.icon}>
              <Icon size={15} stroke={1.7} aria-hidden />
            </span>
            <div>
              <b>{said(reason)}</b>
              <span className={c.span}>
                {t(`access.level_${reason.level}`)} · {span(reason)}
              </span>
              {event && (
                <Button variant="subtle" size="compact-xs" px={4} ml={-4} onClick={() => onEvent?.(event.id)}>
                  {t("access.show_event")}
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
