import { Alert, Button, Group, Menu, Modal, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconGitFork } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Opportunity, Schemas } from "@/lib/types";
import { isFilled } from "@/ui/AttributeInput";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { settle } from "./api";
import c from "./family.module.css";

type Offer = Schemas["FollowOnHere"];

/** Lists the follow-ons on offer; one alone is taken by itself. */
export function FollowOnButton({ o, family }: { o: Opportunity; family: Schemas["FamilyOut"] }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Offer | null>(null);
  const [only] = family.follow_ons;
  if (!family.may.follow_on || !only) return null;
  return (
    <>
      {family.follow_ons.length === 1 ? (
        <Button
          variant="light"
          leftSection={<IconGitFork size={16} aria-hidden />}
          onClick={() => setChosen(only)}
        >
          {t("family.start")}
        </Button>
      ) : (
        <Menu position="bottom-start" width={300}>
          <Menu.Target>
            <Button
              variant="light"
              leftSection={<IconGitFork size={16} aria-hidden />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {t("family.start")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("family.which")}</Menu.Label>
            {family.follow_ons.map((offer) => (
              <Menu.Item key={offer.id} onClick={() => setChosen(offer)}>
                {t("family.start_named", { name: offer.name, step: offer.step.name })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {chosen && <NewFollowOn o={o} offer={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function NewFollowOn({ o, offer, onClose }: { o: Opportunity; offer: Offer; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const problem = useProblem();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const start = useMutation<Opportunity, ApiError>({
    mutationFn: async () =>
      unwrap(
        await api.POST("/api/v1/opportunities/{opportunity_id}/follow-ons", {
          params: { path: { opportunity_id: o.id } },
          body: { follow_on: offer.id, name },
        }),
      ) as Opportunity,
    onSuccess: (child) => {
      settle(queries, child);
      void queries.invalidateQueries({ queryKey: keys.families });
      void queries.invalidateQueries({ queryKey: keys.timeline(o.id) });
      announce(t("family.started", { name: child.title }));
      onClose();
      void navigate({ to: ".", search: (s: object) => ({ ...s, opp: child.id }) as never });
    },
  });
  const carried = offer.carry.map((a) =>
    t(`attribute.${a.key.replace(".", "_")}`, { defaultValue: a.label }),
  );
  const error = start.error?.field("name") ?? start.error?.field("title");
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={offer.name}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          setTried(true);
          if (isFilled(name) && !start.isPending) start.mutate();
        }}
      >
        <Stack gap="sm">
          {start.error && !error && (
            <Alert color="red" icon={<IconAlertTriangle size={16} aria-hidden />} role="alert">
              {problem(start.error)}
            </Alert>
          )}
          <TextInput
            label={t("family.name")}
            required
            data-autofocus
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            error={error ?? (tried && !isFilled(name) ? t("form.required") : undefined)}
          />
          <p className={c.hint}>
            {t("family.name_hint")}{" "}
            {carried.length > 0 &&
              t("family.carries", { fields: new Intl.ListFormat(i18n.language).format(carried) })}
          </p>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={start.isPending}>
              {t("family.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
