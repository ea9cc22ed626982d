import { Button, CopyButton, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { announce } from "@/ui/announce";
import { Panel, Setting, Settings } from "@/ui/page";
import { useProblem } from "@/ui/useProblem";
import { Remove } from "./AutomationsPage";
import { useSwitch } from "./acts";
import { automationKey, renameAutomation } from "./api";
import { StateChip } from "./State";
import c from "./settings.module.css";
import type { Detail } from "./shapes";

const route = getRouteApi("/shell/automations/$id");

/** What is not the recipe: the name, the state, the secret; and the end. */
export function SettingsTab({ automation }: { automation: Detail }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const change = useSwitch();
  const [removing, setRemoving] = useState(false);
  const [secret, setSecret] = useState(false);
  const { state } = automation;
  return (
    <div className={c.panels}>
      <Panel title={t("automation.name")}>
        <Name automation={automation} />
      </Panel>
      <Panel title={t("automation.tab.settings")}>
        <Settings>
          <Setting title={t("automation.settings_state")} hint={t("automation.settings_state_hint")}>
            <span className={c.state}>
              <StateChip automation={automation} />
              {(state === "live" || state === "paused") && (
                <Button
                  variant="default"
                  size="compact-md"
                  loading={change.isPending}
                  onClick={() => change.mutate(automation)}
                >
                  {t(state === "paused" ? "automation.resume" : "automation.pause")}
                </Button>
              )}
            </span>
          </Setting>
          <Setting title={t("automation.settings_author")} hint={t("automation.settings_author_hint")}>
            <span>{automation.version === null ? "–" : automation.author.name}</span>
          </Setting>
          <Setting title={t("automation.settings_secret")} hint={t("automation.settings_secret_hint")}>
            <span className={c.state}>
              {secret ? (
                <>
                  <code className={c.secret}>{automation.secret}</code>
                  <CopyButton value={automation.secret}>
                    {({ copied, copy }) => (
                      <Button
                        variant="default"
                        size="compact-md"
                        aria-label={t(copied ? "automation.secret_copied" : "automation.secret_copy")}
                        onClick={copy}
                      >
                        {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
                      </Button>
                    )}
                  </CopyButton>
                </>
              ) : (
                <Button variant="default" size="compact-md" onClick={() => setSecret(true)}>
                  {t("automation.secret_show")}
                </Button>
              )}
            </span>
          </Setting>
          <Setting title={t("automation.settings_delete")} hint={t("automation.settings_delete_hint")}>
            <Button variant="light" color="red" size="compact-md" onClick={() => setRemoving(true)}>
              {t("automation.delete")}
            </Button>
          </Setting>
        </Settings>
      </Panel>
      {removing && (
        <Remove
          line={automation}
          onClose={() => setRemoving(false)}
          onGone={() => void navigate({ to: "/automations" })}
        />
      )}
    </div>
  );
}

function Name({ automation }: { automation: Detail }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const queries = useQueryClient();
  const [name, setName] = useState(automation.name);
  const rename = useMutation<Detail, ApiError>({
    mutationFn: () => renameAutomation(automation.id, name.trim()),
    onSuccess: (now) => {
      queries.setQueryData(automationKey(now.id), now);
      void queries.invalidateQueries({ queryKey: keys.automationList });
      announce(t("automation.renamed", { name: now.name }));
    },
  });
  const changed = name.trim() !== "" && name.trim() !== automation.name;
  return (
    <form
      className={c.name}
      onSubmit={(e) => {
        e.preventDefault();
        if (changed) rename.mutate();
      }}
    >
      <TextInput
        aria-label={t("automation.name")}
        dir="auto"
        maxLength={200}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={rename.error ? (rename.error.field("name") ?? problem(rename.error)) : undefined}
      />
      <Button type="submit" variant="default" disabled={!changed} loading={rename.isPending}>
        {t("common.save")}
      </Button>
    </form>
  );
}
