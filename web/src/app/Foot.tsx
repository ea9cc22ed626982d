import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconBuilding,
  IconCheck,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconWorld,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { signOut } from "@/features/session/api";
import { api, unwrap } from "@/lib/client";
import type { Me } from "@/lib/types";
import { withWords } from "@/lib/words";
import { PersonAvatar } from "@/ui/bits";
import { cityOf } from "@/ui/zones";
import { LANGUAGES, type Language, speak } from "./i18n";
import c from "./shell.module.css";

const ZoneDialog = lazy(() => withWords("sharing", import("./ZoneDialog")));

function SchemeToggle() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = dark ? t("foot.light") : t("foot.dark");
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label={label}
        onClick={() => setColorScheme(dark ? "light" : "dark")}
      >
        {dark ? <IconSun size={17} stroke={1.7} /> : <IconMoon size={17} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** Who I am, for which organization; language, scheme, sign-out. */
export function Foot({ me, onSheet }: { me: Me; onSheet: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [zone, setZone] = useState(false);

  const leave = async () => {
    await signOut();
    queries.clear();
    window.location.assign("/sign-in");
  };
  const enter = async (organization: string) => {
    try {
      unwrap(await api.PUT("/api/v1/me/organization", { body: { organization } }));
      // Nothing of the other organization may stay in sight.
      window.location.assign("/");
    } catch (e) {
      notifications.show({ color: "red", title: t("common.not_saved"), message: (e as Error).message });
    }
  };

  return (
    <div className={c.foot}>
      <Menu position="top-start" width={240}>
        <Menu.Target>
          <button type="button" className={c.me} aria-label={t("foot.account", { name: me.name })}>
            <PersonAvatar person={me} size={28} />
            <span className={c.meText}>
              <b>{me.name}</b>
              <span>{me.organization.name}</span>
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.email}</Menu.Label>
          {me.organizations.length > 1 && (
            <>
              <Menu.Divider />
              <Menu.Label>{t("foot.organizations")}</Menu.Label>
              {me.organizations.map((o) => (
                <Menu.Item
                  key={o.id}
                  leftSection={<IconBuilding size={16} stroke={1.7} />}
                  rightSection={
                    o.id === me.organization.id && <IconCheck size={14} aria-label={t("common.current")} />
                  }
                  onClick={() => o.id !== me.organization.id && void enter(o.id)}
                >
                  {o.name}
                </Menu.Item>
              ))}
            </>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconWorld size={16} stroke={1.7} />} onClick={() => setZone(true)}>
            {t("foot.time_zone", { city: cityOf(me.time_zone) })}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.7} />} onClick={onSheet}>
            {t("shortcuts.title")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => void leave()}>
            {t("foot.sign_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="top-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("foot.language")}>
            <IconLanguage size={17} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <Menu.Item
              key={code}
              lang={code}
              rightSection={
                i18n.language === code && <IconCheck size={14} aria-label={t("common.current")} />
              }
              onClick={() => void speak(code as Language)}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <SchemeToggle />
      <Suspense>{zone && <ZoneDialog me={me} onClose={() => setZone(false)} />}</Suspense>
    </div>
  );
}
