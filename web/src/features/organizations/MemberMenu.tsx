import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots, IconMailForward, IconPencil, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { type Member, useQuickChange } from "./api";

/** What can be done with a member, by what they are now. */
export function MemberMenu({
  member,
  onEdit,
  onDeactivate,
}: {
  member: Member;
  onEdit: () => void;
  onDeactivate: () => void;
}) {
  const { t } = useTranslation();
  const path = { params: { path: { member_id: member.id } } };
  const again = useQuickChange(
    "people",
    async () => unwrap(await api.POST("/api/v1/members/{member_id}/invitation", path)),
    () => notifications.show({ color: "green", message: t("members.invited_done", { email: member.email }) }),
  );
  const back = useQuickChange(
    "people",
    async () => unwrap(await api.POST("/api/v1/members/{member_id}/reactivate", path)),
    () =>
      notifications.show({ color: "green", message: t("members.reactivated_done", { name: member.name }) }),
  );
  const icon = { size: 16, stroke: 1.7, "aria-hidden": true } as const;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t("members.actions", { name: member.name })}
        >
          <IconDots size={17} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={onEdit}>
          {t("members.edit")}
        </Menu.Item>
        {member.invited && (
          <Menu.Item leftSection={<IconMailForward {...icon} />} onClick={() => again.mutate()}>
            {t("members.invite_again")}
          </Menu.Item>
        )}
        {member.may.deactivate ? (
          <Menu.Item color="red" leftSection={<IconUserOff {...icon} />} onClick={onDeactivate}>
            {t(member.invited ? "members.withdraw" : "members.deactivate")}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconUserCheck {...icon} />} onClick={() => back.mutate()}>
            {t("members.reactivate")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
