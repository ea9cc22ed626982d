import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/lib/clock";
import type { Ref } from "@/lib/types";
import { RefPicker } from "@/ui/RefPicker";
import { useProblem } from "@/ui/useProblem";
import { useAddAccount, useParentsFound } from "./api";

const JUST_NOW = 15_000;

/** A firm of the same name is found again, and its page opens instead of a second one. */
export function NewAccount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
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
    <Modal
      opened
      onClose={onClose}
      title={t("accounts.new")}
      radius="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          setTried(true);
          if (name.trim() && !add.isPending) add.mutate({ name, ...(parent ? { parent: parent.id } : {}) });
        }}
      >
        <Stack gap="sm">
          {add.error && add.error.fields.length === 0 && (
            <Alert color="red" role="alert">
              {problem(add.error)}
            </Alert>
          )}
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
            useFound={useParentsFound}
            error={add.error?.field("parent")}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t("accounts.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
