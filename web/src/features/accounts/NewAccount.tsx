import { TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccountsFound } from "@/lib/accounts";
import { serverNow } from "@/lib/clock";
import type { Ref } from "@/lib/types";
import { FormDialog } from "@/ui/forms";
import { RefPicker } from "@/ui/RefPicker";
import { useAddAccount } from "./api";

const JUST_NOW = 15_000;

/** A firm of the same name is found again, and its page opens instead of a second one. */
export function NewAccount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [parent, setParent] = useState<Ref | null>(null);
  const [tried, setTried] = useState(false);
  const add = useAddAccount((account) => {
    if (serverNow() - Date.parse(account.created_at) > JUST_NOW)
      notifications.show({ message: t("accounts.known", { name: account.name }) });
    onClose();
    void navigate({ to: "/accounts/$id", params: { id: account.id } });
  });
  return (
    <FormDialog
      title={t("accounts.new")}
      sending={add}
      action={t("accounts.create")}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) add.mutate({ name, ...(parent ? { parent: parent.id } : {}) });
      }}
      onClose={onClose}
    >
      <TextInput
        label={t("accounts.name")}
        required
        data-autofocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={tried && !name.trim() ? t("form.required") : add.error?.field("name")}
      />
      <RefPicker
        label={t("accounts.parent")}
        placeholder={t("accounts.no_parent")}
        value={parent}
        onChange={setParent}
        useFound={useAccountsFound}
        error={add.error?.field("parent")}
      />
    </FormDialog>
  );
}
