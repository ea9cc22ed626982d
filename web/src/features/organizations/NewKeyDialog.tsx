import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  CopyButton,
  Group,
  Modal,
  Stack,
  TextInput,
} from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import type { Me, Schemas } from "@/lib/types";
import { Refused } from "@/ui/forms";
import { useChange } from "./api";
import c from "./setup.module.css";
import { SCOPES } from "./words";

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<IconAlertTriangle size={16} aria-hidden />} title={t("keys.once")}>
        {t("keys.once_hint")}
      </Alert>
      <div className={c.secret}>
        <code>{secret}</code>
        <CopyButton value={secret} timeout={2500}>
          {({ copied, copy }) => (
            <ActionIcon
              variant={copied ? "light" : "default"}
              color={copied ? "green" : "gray"}
              size={36}
              aria-label={t(copied ? "keys.copied" : "keys.copy")}
              onClick={copy}
              data-autofocus
            >
              {copied ? <IconCheck size={17} /> : <IconCopy size={17} stroke={1.7} />}
            </ActionIcon>
          )}
        </CopyButton>
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("keys.stored")}</Button>
      </Group>
    </Stack>
  );
}

/** A key of one's own. Its secret is shown once, and nowhere else. */
export function NewKeyDialog({ me, onClose }: { me: Me; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["read"]);
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<Schemas["NewKeyOut"]>();
  const make = useChange(
    "keys",
    async () => unwrap(await api.POST("/api/v1/keys", { body: { name, scopes } })),
    setMade,
  );
  const useless: Record<string, boolean> = { configure: !me.may.configure, import: !me.may.import };
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={made ? made.name : t("keys.new")}
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {made ? (
        <Secret secret={made.secret} onClose={onClose} />
      ) : (
        <form
          noValidate
          onSubmit={(e) => {
            e.preventDefault();
            setTried(true);
            if (name.trim() && scopes.length > 0 && !make.isPending) make.mutate();
          }}
        >
          <Stack gap="md">
            {make.error?.fields.length === 0 && <Refused error={make.error} />}
            <TextInput
              label={t("keys.name")}
              description={t("keys.name_hint")}
              required
              data-autofocus
              autoComplete="off"
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
              error={tried && !name.trim() ? t("form.required") : make.error?.field("name")}
            />
            <Checkbox.Group
              label={t("keys.scopes")}
              description={t("keys.scopes_hint", { name: me.name })}
              value={scopes}
              onChange={setScopes}
              error={tried && scopes.length === 0 ? t("keys.scope_missing") : make.error?.field("scopes")}
            >
              <div className={c.roles}>
                {SCOPES.map((scope) => (
                  <Checkbox.Card key={scope} value={scope} className={c.role} disabled={useless[scope]}>
                    <Checkbox.Indicator mt={2} disabled={useless[scope]} />
                    <span>
                      <b>{t(`scope.${scope}`)}</b>
                      <small>{t(`scope.${scope}_hint`)}</small>
                    </span>
                  </Checkbox.Card>
                ))}
              </div>
            </Checkbox.Group>
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" loading={make.isPending}>
                {t("keys.make")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
