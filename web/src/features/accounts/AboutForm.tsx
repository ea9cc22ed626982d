import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
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
import { attributesOf, patchOf, readableKey, valuesOf, withAttributes } from "./about";
import c from "./account.module.css";
import type { Account } from "./api";

const shown = (value: unknown): string =>
  value && typeof value === "object" && "name" in value ? String(value.name) : String(value ?? "");

/** Edits a firm in place. Who comes second sees both values of what both changed. */
export function AboutForm({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [base, setBase] = useState(() => ({ revision: account.revision, values: valuesOf(account) }));
  const [name, setName] = useState(account.name);
  const [parent, setParent] = useState<Ref | null>(account.parent);
  const [lines, setLines] = useState(() => attributesOf(account).map((x, i) => ({ ...x, id: i })));
  const [disputed, setDisputed] = useState<{ list: Clash[]; merged: Values }>();
  const setLine = (id: number, change: { key?: string; value?: string }) =>
    setLines((all) => all.map((x) => (x.id === id ? { ...x, ...change } : x)));

  const save = useMutation<Account, ApiError, { start: typeof base; mine: Values }>({
    mutationFn: async ({ start, mine }) =>
      unwrap(
        await api.PATCH("/api/v1/accounts/{account_id}", {
          params: { path: { account_id: account.id } },
          body: patchOf(start.values, mine, start.revision),
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(keys.account(saved.id), saved);
      for (const queryKey of [keys.accounts, keys.boards, ["account"], keys.contacts, ["contact"]])
        void queries.invalidateQueries({ queryKey });
      announce(t("common.saved"));
      onDone();
    },
    onError: (error, sent) => {
      const current = error.current as unknown as Account | undefined;
      if (error.code !== "conflict" || !current) return;
      const theirs = valuesOf(current);
      const list = clashes(sent.start.values, sent.mine, theirs);
      const next = { revision: current.revision, values: theirs };
      const merged = rebase(sent.start.values, sent.mine, theirs);
      setBase(next);
      if (list.length > 0) setDisputed({ list, merged });
      else save.mutate({ start: next, mine: merged });
    },
  });
  const submit = (mine: Values) => {
    if (changes(base.values, mine).length === 0) onDone();
    else save.mutate({ start: base, mine });
  };
  const error = save.error?.code === "conflict" ? null : save.error;

  if (disputed)
    return (
      <Choose
        disputes={disputed.list.map((x) => ({
          name: x.name,
          label: x.name.startsWith("attributes.")
            ? readableKey(x.name.slice("attributes.".length))
            : t(`accounts.${x.name}`),
          mine: shown(x.mine),
          theirs: shown(x.theirs),
        }))}
        onCancel={onDone}
        onChosen={(theirs) =>
          submit({ ...disputed.merged, ...Object.fromEntries(theirs.map((n) => [n, base.values[n]])) })
        }
      />
    );
  return (
    <Form
      label={t("accounts.about")}
      sending={{ isPending: save.isPending, error }}
      disabled={!name.trim()}
      onSubmit={() => submit(withAttributes({ ...base.values, name, parent }, lines))}
      onCancel={onDone}
      onKeyDown={(e) => e.key === "Escape" && !e.defaultPrevented && onDone()}
    >
      <TextInput
        label={t("accounts.name")}
        required
        autoFocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={error?.field("name")}
      />
      <RefPicker
        label={t("accounts.parent")}
        placeholder={t("accounts.no_parent")}
        value={parent}
        onChange={setParent}
        useFound={useAccountsFound}
        error={error?.field("parent")}
      />
      <fieldset className={c.lines}>
        <legend>{t("accounts.attributes")}</legend>
        {lines.map((x) => (
          <div key={x.id} className={c.line}>
            <TextInput
              aria-label={t("accounts.attribute_key")}
              placeholder={t("accounts.attribute_key")}
              value={x.key}
              onChange={(e) => setLine(x.id, { key: e.currentTarget.value })}
            />
            <TextInput
              aria-label={x.key ? readableKey(x.key) : t("accounts.attribute_value")}
              placeholder={t("accounts.attribute_value")}
              value={x.value}
              onChange={(e) => setLine(x.id, { value: e.currentTarget.value })}
              error={error?.field(`attributes.${x.key}`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={t("accounts.attribute_remove", { name: readableKey(x.key) })}
              onClick={() => setLines((all) => all.filter((y) => y.id !== x.id))}
            >
              <IconX size={15} />
            </ActionIcon>
          </div>
        ))}
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() =>
              setLines((all) => [
                ...all,
                { id: Math.max(0, ...all.map((x) => x.id + 1)), key: "", value: "" },
              ])
            }
          >
            {t("accounts.attribute_add")}
          </Button>
        </div>
      </fieldset>
    </Form>
  );
}
