import {
  Button,
  Group,
  Menu,
  Modal,
  Popover,
  Select,
  type SelectProps,
  Skeleton,
  UnstyledButton,
} from "@mantine/core";
import {
  IconArrowsRightLeft,
  IconCalendarClock,
  IconCash,
  IconCheck,
  IconChevronDown,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { DueChip, PersonAvatar } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import { AmountEditor } from "./AmountEditor";
import {
  movesQuery,
  teamChangeQuery,
  teamQuery,
  teamsQuery,
  useChangeTeam,
  useSetAmount,
  useSetFollowUp,
  useSetOwner,
} from "./api";
import { MoveItems } from "./MoveItems";
import { useMove } from "./moving";
import c from "./quick.module.css";
import { shortcutTimes } from "./shortcut-times";

const FollowUpEditor = lazy(() => import("./FollowUpEditor"));
const NOBODY = "none";

function Prop({
  icon,
  label,
  wide,
  children,
}: {
  icon: ReactNode;
  label: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={c.prop} data-wide={wide || undefined}>
      <span className={c.propLabel}>
        {icon}
        {label}
      </span>
      <div className={c.propValue}>{children}</div>
    </div>
  );
}

function Owner({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const setOwner = useSetOwner();
  const [asked, setAsked] = useState(false);
  const { data: team } = useQuery({ ...teamQuery(o.team.id), enabled: asked });
  const members = (team?.members ?? []).filter((m) => m.active);
  const known = new Map([...(o.owner ? [o.owner] : []), ...members].map((p) => [p.id, p]));
  const renderOption: NonNullable<SelectProps["renderOption"]> = ({ option, checked }) => (
    <span className={c.option}>
      <PersonAvatar person={known.get(option.value)} size={20} />
      {option.label}
      {checked && <IconCheck size={14} className={c.push} aria-hidden />}
    </span>
  );
  return (
    <Select
      aria-label={t("opportunity.owner")}
      className={c.owner}
      data-none={o.owner ? undefined : true}
      variant="unstyled"
      size="sm"
      searchable
      allowDeselect={false}
      readOnly={!o.may.assign}
      onFocus={() => setAsked(true)}
      value={o.owner?.id ?? NOBODY}
      leftSection={<PersonAvatar person={o.owner} size={20} />}
      leftSectionWidth={30}
      rightSectionWidth={18}
      data={[
        { value: NOBODY, label: t("common.unassigned") },
        ...[...known.values()].map((p) => ({ value: p.id, label: p.name })),
      ]}
      renderOption={renderOption}
      nothingFoundMessage={t("palette.nothing")}
      onChange={(v) => {
        const next = v === NOBODY ? null : (known.get(v ?? "") ?? null);
        if (v && v !== (o.owner?.id ?? NOBODY))
          setOwner.mutate({ id: o.id, value: next && { id: next.id, name: next.name } });
      }}
      comboboxProps={{ shadow: "md", width: 250, position: "bottom-start" }}
    />
  );
}

function Team({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const [to, setTo] = useState<string | null>(null);
  const { data: teams } = useQuery({ ...teamsQuery, enabled: asked });
  const list = teams?.items.some((x) => x.id === o.team.id) ? teams.items : [o.team, ...(teams?.items ?? [])];
  const changeTeam = useChangeTeam();
  const preview = useQuery({ ...teamChangeQuery(o.id, to ?? ""), enabled: to !== null });
  const name = list.find((x) => x.id === to)?.name ?? "";
  return (
    <>
      <Select
        aria-label={t("opportunity.team")}
        variant="unstyled"
        size="sm"
        rightSectionWidth={18}
        openOnFocus={false}
        searchable={list.length > 8}
        allowDeselect={false}
        readOnly={!o.may.change_team}
        onFocus={() => setAsked(true)}
        onClick={() => setAsked(true)}
        value={o.team.id}
        data={list.map((x) => ({ value: x.id, label: x.name }))}
        onChange={(v) => v && v !== o.team.id && setTo(v)}
        comboboxProps={{ shadow: "md", width: 230, position: "bottom-start" }}
      />
      <Modal
        opened={to !== null}
        onClose={() => setTo(null)}
        radius="lg"
        title={t("team_change.title", { team: name })}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {preview.data ? (
          <>
            <p className={c.said}>
              {t("team_change.entry", { stage: preview.data.stage.name, step: preview.data.step.name })}{" "}
              {o.owner && !preview.data.owner_stays && t("team_change.owner_goes", { owner: o.owner.name })}
            </p>
            {preview.data.lost_fields.length > 0 && (
              <>
                <p className={c.said}>{t("team_change.lost")}</p>
                <ul className={c.lost}>
                  {preview.data.lost_fields.map((f) => (
                    <li key={f.key}>{f.label}</li>
                  ))}
                </ul>
              </>
            )}
          </>
        ) : (
          <Skeleton height={60} />
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setTo(null)}>
            {t("common.cancel")}
          </Button>
          <Button
            disabled={!preview.data}
            onClick={() => {
              if (to) changeTeam.mutate({ id: o.id, value: to });
              setTo(null);
            }}
          >
            {t("team_change.do")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function Stage({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery(movesQuery(o.id));
  const move = useMove();
  const several = (data?.moves.filter((m) => m.stage.id === o.stage.id).length ?? 0) > 1;
  const name = several ? `${o.stage.name} · ${o.step.name}` : o.stage.name;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={290} disabled={!o.may.move}>
      <Menu.Target>
        <button
          type="button"
          className={c.stageButton}
          data-status={o.stage.status}
          aria-label={t("opportunity.stage_is", { stage: name })}
        >
          <span>{name}</span>
          {o.may.move && <IconChevronDown size={14} aria-hidden />}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah="60dvh" style={{ overflow: "auto" }}>
        <Menu.Label>{t("move.to_label")}</Menu.Label>
        {data ? (
          <MoveItems
            moves={data}
            onMove={(m) =>
              move({ id: o.id, name: o.title, revision: o.revision, to: { step: m.step.id }, stage: m.stage })
            }
          />
        ) : (
          <Menu.Item disabled>{t("common.loading")}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Amount({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const { money, sign } = useFormats();
  const setAmount = useSetAmount();
  const [opened, setOpened] = useState(false);
  const none = o.amount === null || Number(o.amount) === 0;
  const shown = none ? sign(o.currency) : money(o.amount ?? "0", o.currency);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="md"
      radius="lg"
      trapFocus
      disabled={!o.may.amount}
    >
      <Popover.Target>
        <UnstyledButton
          className={c.value}
          data-none={none || undefined}
          aria-label={t("opportunity.amount_is", { amount: none ? t("opportunity.amount_unset") : shown })}
          aria-expanded={opened}
          onClick={() => o.may.amount && setOpened(!opened)}
        >
          {shown}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("opportunity.amount")}>
        <AmountEditor
          value={o.amount}
          currency={o.currency}
          onSave={(value) => {
            setAmount.mutate({ id: o.id, value });
            setOpened(false);
          }}
          onCancel={() => setOpened(false)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function FollowUp({ o, now }: { o: Opportunity; now: number }) {
  const { t } = useTranslation();
  const { shortDateTime, zone } = useFormats();
  const setFollowUp = useSetFollowUp();
  const [opened, setOpened] = useState(false);
  const save = (value: string | null) => {
    setFollowUp.mutate({ id: o.id, value });
    setOpened(false);
  };
  const past = o.follow_up_at !== null && Date.parse(o.follow_up_at) <= now;
  return (
    <>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        shadow="md"
        radius="lg"
        trapFocus
        disabled={!o.may.follow_up}
      >
        <Popover.Target>
          <UnstyledButton
            className={c.followButton}
            data-tone={o.follow_up_at ? (past ? "past" : "future") : "none"}
            aria-label={t("follow_up.is", {
              time: o.follow_up_at ? shortDateTime(o.follow_up_at) : t("due.none"),
            })}
            aria-expanded={opened}
            onClick={() => o.may.follow_up && setOpened(!opened)}
          >
            {o.follow_up_at ? (
              shortDateTime(o.follow_up_at)
            ) : (
              <IconCalendarClock size={18} stroke={1.7} aria-hidden />
            )}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("opportunity.follow_up")}>
          <Suspense fallback={<Skeleton height={380} width={280} />}>
            <FollowUpEditor
              value={o.follow_up_at}
              now={now}
              onSave={save}
              onCancel={() => setOpened(false)}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <span className={c.push}>
        <DueChip at={o.follow_up_at} now={now} loud />
      </span>
      {o.may.follow_up && (
        <fieldset className={c.shortcuts}>
          <legend className={c.srOnly}>{t("follow_up.shortcuts")}</legend>
          {shortcutTimes(now, zone).map((s) => (
            <button key={s.key} type="button" className={c.chip} onClick={() => save(s.at)}>
              {t(`follow_up.${s.key}`, { time: "9:00" })}
            </button>
          ))}
        </fieldset>
      )}
    </>
  );
}

/** Owner, team, stage, amount, follow-up: each saved at once (B4). The same wherever an opportunity shows. */
export function QuickControls({ o, now }: { o: Opportunity; now: number }) {
  const { t } = useTranslation();
  const icon = { size: 15, stroke: 1.7, "aria-hidden": true } as const;
  return (
    <section className={c.props} aria-label={t("opportunity.quick")}>
      <Prop icon={<IconUser {...icon} />} label={t("opportunity.owner")}>
        <Owner o={o} />
      </Prop>
      <Prop icon={<IconUsersGroup {...icon} />} label={t("opportunity.team")}>
        <Team o={o} />
      </Prop>
      <Prop icon={<IconArrowsRightLeft {...icon} />} label={t("opportunity.stage")}>
        <Stage o={o} />
      </Prop>
      {o.deal_amount && (
        <Prop icon={<IconCash {...icon} />} label={t("opportunity.amount")}>
          <Amount o={o} />
        </Prop>
      )}
      <Prop icon={<IconCalendarClock {...icon} />} label={t("opportunity.follow_up")} wide>
        <FollowUp o={o} now={now} />
      </Prop>
    </section>
  );
}
