import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { PageHead } from "@/ui/bits";
import { Live } from "@/ui/Live";
import { HistoryTab } from "./HistoryTab";
import c from "./manage.module.css";
import { TableTab } from "./TableTab";
import { useManageSearch } from "./useSearch";

/** All opportunities that one may see, and all shares: to find, to compare, and to change many at once. */
export function ManagePage() {
  const { t } = useTranslation();
  const me = useMe();
  const { search, show } = useManageSearch();
  const tab = search.tab === "shares" ? "shares" : "all";
  if (!me) return null;
  return (
    <>
      <PageHead title={t("nav.manage")} note={<Live />} />
      <Tabs
        value={tab}
        onChange={(next) => show(next === "shares" ? { tab: "shares" } : {})}
        keepMounted={false}
        className={c.tabs}
      >
        <Tabs.List className={c.list}>
          <Tabs.Tab value="all">{t("manage.tab_all")}</Tabs.Tab>
          <Tabs.Tab value="shares">{t("manage.tab_shares")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="all" className={c.panel}>
          <TableTab me={me} />
        </Tabs.Panel>
        <Tabs.Panel value="shares" className={c.panel}>
          <HistoryTab me={me} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
