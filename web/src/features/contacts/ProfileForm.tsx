import { Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccountsFound } from "@/lib/accounts";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Ref } from "@/lib/types";
import { type Clash, changes, clashes, rebase, type Values } from "@/opportunity/editing";
import { announce } from "@/ui/announce";
import { Form } from "@/ui/forms";
import { Choose } from "@/ui/page";
import { RefPicker } from "@/ui/RefPicker";
import type { Contact } from "./api";
import { patchOf, valuesOf } from "./profile";

const shown = (value: unknown): string =>
  value && typeof value === "object" && "name" in value ? String(value.name) : String(value ?? "");

/** Edits a contact in place. Who comes second sees both values of what both changed. */
export function ProfileForm({ contact, onDone }: { contact: Contact; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [base, setBase] = useState(() => ({ revision: contact.revision, values: valuesOf(contact) }));
  const [values, setValues] = useState<Values>(base.values);
  const [disputed, setDisputed] = useState<Clash[]>([]);
  const set = (name: string, value: unknown) => setValues((all) => ({ ...all, [name]: value }));

  const save = useMutation<Contact, ApiError, { start: typeof base; mine: Values }>({
    mutationFn: async ({ start, mine }) =>
      unwrap(
        await api.PATCH("/api/v1/contacts/{contact_id}", {
          params: { path: { contact_id: contact.id } },
          body: patchOf(start.values, mine, start.revision),
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(keys.contact(saved.id), saved);
      for (const queryKey of [keys.contacts, keys.boards, keys.opportunities, ["opportunity"]])
        void queries.invalidateQueries({ queryKey });
      announce(t("common.saved"));
      onDone();
    },
    onError: (error, sent) => {
      const current = error.current as unknown as Contact | undefined;
      if (error.code !== "conflict" || !current) return;
      const theirs = valuesOf(current);
      const list = clashes(sent.start.values, sent.mine, theirs);
      const next = { revision: current.revision, values: theirs };
      const merged = rebase(sent.start.values, sent.mine, theirs);
      setBase(next);
      setValues(merged);
      if (list.length > 0) setDisputed(list);
      else save.mutate({ start: next, mine: merged });
    },
  });
  const submit = (mine: Values) => {
    if (changes(base.values, mine).length === 0) onDone();
    else save.mutate({ start: base, mine });
  };
  const error = save.error?.code === "conflict" ? null : save.error;
  const text = (name: string) => ({
    label: t(`contacts.${name}`),
    value: String(values[name] ?? ""),
    onChange: (e: { currentTarget: { value: string } }) => set(name, e.currentTarget.value),
    error: error?.field(name),
  });

  if (disputed.length > 0)
    return (
      <Choose
        disputes={disputed.map((x) => ({
          name: x.name,
          label: t(`contacts.${x.name}`),
          mine: shown(x.mine),
          theirs: shown(x.theirs),
        }))}
        onCancel={onDone}
        onChosen={(theirs) => {
          const chosen = { ...values, ...Object.fromEntries(theirs.map((n) => [n, base.values[n]])) };
          setValues(chosen);
          setDisputed([]);
          submit(chosen);
        }}
      />
    );
  return (
    <Form
      label={t("contacts.profile")}
      sending={{ isPending: save.isPending, error }}
      onSubmit={() => submit(values)}
      onCancel={onDone}
      onKeyDown={(e) => e.key === "Escape" && !e.defaultPrevented && onDone()}
    >
      <Group grow align="flex-start">
        <TextInput {...text("first_name")} autoFocus />
        <TextInput {...text("last_name")} />
      </Group>
      <TextInput {...text("email")} inputMode="email" autoComplete="off" placeholder="name@example.com" />
      <TextInput {...text("phone")} inputMode="tel" autoComplete="off" placeholder="+1 555 010 0100" />
      <RefPicker
        label={t("contacts.account")}
        value={values.account as Ref | null}
        onChange={(account) => set("account", account)}
        useFound={useAccountsFound}
        error={error?.field("account")}
      />
    </Form>
  );
}
