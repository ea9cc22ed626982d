import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  CloseButton,
  Group,
  Modal,
  Select,
  Stack,
  TextInput,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, api, newIdempotencyKey, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Me, Opportunity, Schemas } from "@/lib/types";
import { AmountInput } from "@/opportunity/AmountInput";
import { channelsQuery, teamQuery } from "@/opportunity/api";
import { StageDot } from "@/opportunity/StageDot";
import { announce } from "@/ui/announce";
import { PersonAvatar } from "@/ui/bits";
import { Refused } from "@/ui/forms";
import { contactOpportunitiesQuery } from "./api";
import { ContactPicker } from "./ContactPicker";
import { useBoardSearch } from "./filters";
import c from "./new.module.css";

type Person =
  | { kind: "known"; contact: Schemas["ContactOut"] }
  | { kind: "new"; name: string; email: string; phone: string; insist: boolean };
const NOBODY = "none";

function Others({ contact }: { contact: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(contactOpportunitiesQuery(contact));
  if (!data || data.items.length === 0) return null;
  return (
    <div className={c.others}>
      <span>{t("new.others")}</span>
      <ul>
        {data.items.slice(0, 5).map((o) => (
          <li key={o.id}>
            <StageDot stage={o.stage} />
            <a href={`/?opp=${o.id}`} target="_blank" rel="noreferrer">
              {o.title}
            </a>
            <span>
              {o.team.name} · {o.stage.name}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A new opportunity: a contact, and what else is already known (B1). */
export default function NewOpportunity({
  me,
  team: at,
  onClose,
}: {
  me: Me;
  team: Me["teams"][number];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { change } = useBoardSearch();
  const channels = useQuery(channelsQuery);
  const ways = (channels.data?.items ?? []).filter((x) => x.active);
  const [person, setPerson] = useState<Person | null>(null);
  const [teamId, setTeamId] = useState(at.id);
  const [channel, setChannel] = useState<string | null>(null);
  const [owner, setOwner] = useState(me.id);
  const [title, setTitle] = useState("");
  const [amount, setAmount] = useState("");
  const [tried, setTried] = useState(false);
  // One key for as long as the dialog is open: a double click makes one opportunity (B2).
  const [key] = useState(newIdempotencyKey);
  const team = me.teams.find((x) => x.id === teamId) ?? at;
  const { data: members } = useQuery(teamQuery(teamId));
  const currency = me.organization.currency;
  const noChannel = channels.isSuccess && ways.length === 0;

  const create = useMutation<Opportunity, ApiError>({
    mutationFn: async () => {
      const body: Schemas["OpportunityIn"] = {
        team: teamId,
        ...(person?.kind === "known" ? { contact: person.contact.id } : {}),
        ...(person?.kind === "new"
          ? {
              new_contact: {
                name: person.name,
                ...(person.email ? { email: person.email } : {}),
                ...(person.phone ? { phone: person.phone } : {}),
                insist: person.insist,
              },
            }
          : {}),
        ...(channel ? { channel } : {}),
        ...(title.trim() ? { title } : {}),
        ...(team.deal_amount && amount ? { amount, currency } : {}),
        ...(owner === me.id ? {} : { owner: owner === NOBODY ? null : owner }),
      };
      // A refusal may be corrected and sent again: the key names what is sent, not the click.
      const tag = `${key}-${hash(JSON.stringify(body))}`;
      return unwrap(
        await api.POST("/api/v1/opportunities", { body, headers: { "Idempotency-Key": tag } }),
      ) as Opportunity;
    },
    onSuccess: (o) => {
      queries.setQueryData(keys.opportunity(o.id), o);
      void queries.invalidateQueries({ queryKey: keys.boards });
      void queries.invalidateQueries({ queryKey: keys.contacts });
      announce(t("new.done", { name: o.title }));
      notifications.show({ color: "green", message: t("new.done", { name: o.title }) });
      onClose();
      change({ opp: o.id, ...(o.team.id === at.id ? {} : { team: o.team.id }) });
    },
  });
  const error = create.error;
  const incomplete =
    !person || (person.kind === "new" && !person.name.trim()) || (ways.length > 1 && !channel);
  const fieldError = (name: string) => error?.field(name);
  const owners = [
    { value: me.id, label: t("new.me", { name: me.name }) },
    { value: NOBODY, label: t("common.unassigned") },
    ...(members?.members ?? [])
      .filter((m) => m.active && m.id !== me.id)
      .map((m) => ({ value: m.id, label: m.name })),
  ];

  return (
    <Modal
      opened
      onClose={onClose}
      title={t("board.new")}
      radius="lg"
      size={520}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          setTried(true);
          if (!incomplete && !create.isPending) create.mutate();
        }}
      >
        <Stack gap="sm">
          {noChannel && (
            <Alert
              color="yellow"
              icon={<IconAlertTriangle size={16} aria-hidden />}
              role="alert"
              title={t("new.no_channel")}
            >
              {me.may.configure ? (
                <>
                  {t("new.no_channel_admin")}{" "}
                  <Anchor component={Link} to="/setup/channels" inherit>
                    {t("new.to_channels")}
                  </Anchor>
                </>
              ) : (
                t("new.no_channel_ask")
              )}
            </Alert>
          )}
          {error?.fields.length === 0 && <Refused error={error} />}
          {!person && (
            <ContactPicker
              error={tried ? t("form.required") : (fieldError("contact") ?? undefined)}
              onPick={(contact) => setPerson({ kind: "known", contact })}
              onAdd={(typed) =>
                setPerson({
                  kind: "new",
                  name: /[@\d]{4}|@/.test(typed) ? "" : typed,
                  email: typed.includes("@") ? typed : "",
                  phone: /^[+\d][\d\s()-]{4,}$/.test(typed) ? typed : "",
                  insist: false,
                })
              }
            />
          )}
          {person?.kind === "known" && (
            <>
              <div className={c.picked}>
                <PersonAvatar person={person.contact} size={32} />
                <span className={c.hitText}>
                  <b dir="auto">{person.contact.name}</b>
                  <span>
                    {[person.contact.account?.name, person.contact.email ?? person.contact.phone]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
                <CloseButton aria-label={t("new.change_contact")} onClick={() => setPerson(null)} />
              </div>
              <Others contact={person.contact.id} />
            </>
          )}
          {person?.kind === "new" && (
            <fieldset className={c.inline}>
              <legend>{t("new.new_contact")}</legend>
              <CloseButton
                className={c.inlineClose}
                aria-label={t("new.change_contact")}
                onClick={() => setPerson(null)}
              />
              <TextInput
                label={t("new.name")}
                required
                data-autofocus
                value={person.name}
                error={
                  tried && !person.name.trim()
                    ? t("form.required")
                    : (fieldError("new_contact.name") ?? fieldError("name"))
                }
                onChange={(e) => setPerson({ ...person, name: e.currentTarget.value })}
              />
              <Group grow align="flex-start">
                <TextInput
                  label={t("new.email")}
                  inputMode="email"
                  value={person.email}
                  error={fieldError("new_contact.email") ?? fieldError("email")}
                  onChange={(e) => setPerson({ ...person, email: e.currentTarget.value })}
                />
                <TextInput
                  label={t("new.phone")}
                  inputMode="tel"
                  value={person.phone}
                  error={fieldError("new_contact.phone") ?? fieldError("phone")}
                  onChange={(e) => setPerson({ ...person, phone: e.currentTarget.value })}
                />
              </Group>
              {(person.email || person.phone) && (
                <Checkbox
                  size="xs"
                  label={t("new.insist")}
                  checked={person.insist}
                  onChange={(e) => setPerson({ ...person, insist: e.currentTarget.checked })}
                />
              )}
            </fieldset>
          )}
          <Group grow align="flex-start">
            {me.teams.length > 1 && (
              <Select
                label={t("new.team")}
                allowDeselect={false}
                searchable={me.teams.length > 8}
                data={me.teams.map((x) => ({ value: x.id, label: x.name }))}
                value={teamId}
                onChange={(v) => {
                  if (!v) return;
                  setTeamId(v);
                  setOwner(me.id);
                }}
                error={fieldError("team")}
              />
            )}
            {ways.length > 1 && (
              <Select
                label={t("new.channel")}
                required
                data={ways.map((x) => ({ value: x.id, label: x.name }))}
                value={channel}
                onChange={setChannel}
                error={tried && !channel ? t("form.required") : fieldError("channel")}
              />
            )}
          </Group>
          <TextInput
            label={t("new.title")}
            description={t("new.title_hint")}
            value={title}
            onChange={(e) => setTitle(e.currentTarget.value)}
            error={fieldError("title")}
          />
          <Group grow align="flex-start">
            <Select
              label={t("opportunity.owner")}
              allowDeselect={false}
              data={owners}
              value={owner}
              onChange={(v) => v && setOwner(v)}
              error={fieldError("owner")}
            />
            {team.deal_amount && (
              <AmountInput
                label={t("opportunity.amount")}
                currency={currency}
                value={amount}
                onAmount={setAmount}
                error={fieldError("amount")}
              />
            )}
          </Group>
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={noChannel}>
              {t("new.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function hash(text: string): string {
  let h = 5381;
  for (const ch of text) h = ((h * 33) ^ ch.charCodeAt(0)) >>> 0;
  return h.toString(36);
}
