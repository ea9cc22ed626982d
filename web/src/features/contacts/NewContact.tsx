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
import { useAddContact } from "./api";

const JUST_NOW = 15_000;

/** The same person is found again by e-mail or phone; then their page opens instead of a second one (C7). */
export function NewContact({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const [account, setAccount] = useState<Ref | null>(null);
  const [tried, setTried] = useState(false);
  const add = useAddContact((contact) => {
    if (serverNow() - Date.parse(contact.created_at) > JUST_NOW)
      notifications.show({ message: t("contacts.known", { name: contact.name }) });
    onClose();
    void navigate({ to: "/contacts/$id", params: { id: contact.id } });
  });
  return (
    <FormDialog
      title={t("contacts.new")}
      sending={add}
      action={t("contacts.create")}
      onSubmit={() => {
        setTried(true);
        if (!name.trim()) return;
        add.mutate({
          name,
          ...(email.trim() ? { email } : {}),
          ...(phone.trim() ? { phone } : {}),
          ...(account ? { account: account.id } : {}),
        });
      }}
      onClose={onClose}
    >
      <TextInput
        label={t("contacts.name")}
        required
        data-autofocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={tried && !name.trim() ? t("form.required") : add.error?.field("name")}
      />
      <TextInput
        label={t("contacts.email")}
        inputMode="email"
        autoComplete="off"
        placeholder="name@example.com"
        value={email}
        onChange={(e) => setEmail(e.currentTarget.value)}
        error={add.error?.field("email")}
      />
      <TextInput
        label={t("contacts.phone")}
        inputMode="tel"
        autoComplete="off"
        placeholder="+1 555 010 0100"
        value={phone}
        onChange={(e) => setPhone(e.currentTarget.value)}
        error={add.error?.field("phone")}
      />
      <RefPicker
        label={t("contacts.account")}
        value={account}
        onChange={setAccount}
        useFound={useAccountsFound}
        error={add.error?.field("account")}
      />
    </FormDialog>
  );
}
