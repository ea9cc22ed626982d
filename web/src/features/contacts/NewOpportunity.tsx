import { Alert, Anchor, Group, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, api, newIdempotencyKey, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Me, Opportunity } from "@/lib/types";
import { AmountInput } from "@/opportunity/AmountInput";
import { channelsQuery } from "@/opportunity/api";
import { announce } from "@/ui/announce";
import { FormDialog } from "@/ui/forms";
import type { Contact } from "./api";

/** A further opportunity with a contact who is known (B1, B3); it is the maker's own. */
export function NewOpportunity({
  me,
  contact,
  onClose,
  onMade,
}: {
  me: Me;
  contact: Contact;
  onClose: () => void;
  onMade: (id: string) => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const channels = useQuery(channelsQuery);
  const ways = (channels.data?.items ?? []).filter((x) => x.active);
  const [teamId, setTeamId] = useState(me.teams[0]?.id ?? "");
  const [channel, setChannel] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const [amount, setAmount] = useState("");
  const [tried, setTried] = useState(false);
  const [key, setKey] = useState(newIdempotencyKey);
  const team = me.teams.find((x) => x.id === teamId);
  const currency = me.organization.currency;
  const noChannel = channels.isSuccess && ways.length === 0;
  const create = useMutation<Opportunity, ApiError>({
    mutationFn: async () =>
      unwrap(
        await api.POST("/api/v1/opportunities", {
          body: {
            team: teamId,
            contact: contact.id,
            ...(channel ? { channel } : {}),
            ...(title.trim() ? { title } : {}),
            ...(team?.deal_amount && amount ? { amount, currency } : {}),
          },
          headers: { "Idempotency-Key": key },
        }),
      ) as Opportunity,
    onSuccess: (o) => {
      queries.setQueryData(keys.opportunity(o.id), o);
      for (const queryKey of [keys.boards, keys.opportunities, keys.contacts, keys.contact(contact.id)])
        void queries.invalidateQueries({ queryKey });
      announce(t("new.done", { name: o.title }));
      onMade(o.id);
    },
    // What is corrected and sent again is another request.
    onError: () => setKey(newIdempotencyKey()),
  });
  const error = create.error;
  return (
    <FormDialog
      title={t("contacts.new_opportunity_with", { name: contact.name })}
      sending={create}
      action={t("new.create")}
      disabled={noChannel}
      onSubmit={() => {
        setTried(true);
        if (!team || (ways.length > 1 && !channel)) return;
        create.mutate();
      }}
      onClose={onClose}
    >
      {noChannel && (
        <Alert color="yellow" role="alert" title={t("new.no_channel")}>
          {me.may.configure ? (
            <Anchor component={Link} to="/setup/channels" inherit>
              {t("new.to_channels")}
            </Anchor>
          ) : (
            t("new.no_channel_ask")
          )}
        </Alert>
      )}
      <TextInput
        label={t("new.title")}
        description={t("new.title_hint")}
        data-autofocus
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
        error={error?.field("title")}
      />
      <Group grow align="flex-start">
        <Select
          label={t("new.team")}
          allowDeselect={false}
          searchable={me.teams.length > 8}
          data={me.teams.map((x) => ({ value: x.id, label: x.name }))}
          value={teamId}
          onChange={(v) => v && setTeamId(v)}
          error={tried && !team ? t("form.required") : error?.field("team")}
        />
        {ways.length > 1 && (
          <Select
            label={t("new.channel")}
            required
            data={ways.map((x) => ({ value: x.id, label: x.name }))}
            value={channel}
            onChange={setChannel}
            error={tried && !channel ? t("form.required") : error?.field("channel")}
          />
        )}
      </Group>
      {team?.deal_amount && (
        <AmountInput
          label={t("opportunity.amount")}
          currency={currency}
          value={amount}
          onAmount={setAmount}
          error={error?.field("amount")}
        />
      )}
    </FormDialog>
  );
}
