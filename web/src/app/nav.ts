import {
  IconAddressBook,
  IconBolt,
  IconBuilding,
  IconBuildingSkyscraper,
  IconChecklist,
  IconFileImport,
  IconKey,
  IconLayoutKanban,
  IconMessages,
  IconSitemap,
  IconTable,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { Me } from "@/lib/types";

type Page = { key: string; to: string; Icon: typeof IconKey; may?: (me: Me) => boolean };

const people = (me: Me) => me.may.manage_people || me.may.configure;
const configure = (me: Me) => me.may.configure;

/** The side bar, also read by the palette: `may` says who sees a page. */
export const GROUPS: { key: string; pages: Page[] }[] = [
  {
    key: "work",
    pages: [
      { key: "board", to: "/", Icon: IconLayoutKanban },
      { key: "manage", to: "/opportunities", Icon: IconTable },
      { key: "contacts", to: "/contacts", Icon: IconAddressBook },
      { key: "accounts", to: "/accounts", Icon: IconBuildingSkyscraper },
      { key: "tasks", to: "/tasks", Icon: IconChecklist },
    ],
  },
  {
    key: "workflow",
    pages: [
      { key: "workflows", to: "/setup/workflows", Icon: IconSitemap },
      { key: "automations", to: "/automations", Icon: IconBolt, may: configure },
    ],
  },
  {
    key: "setup",
    pages: [
      { key: "organization", to: "/setup/organization", Icon: IconBuilding, may: configure },
      { key: "members", to: "/setup/members", Icon: IconUsers, may: people },
      { key: "teams", to: "/setup/teams", Icon: IconUsersGroup, may: people },
      { key: "channels", to: "/setup/channels", Icon: IconMessages, may: configure },
      { key: "import", to: "/import", Icon: IconFileImport, may: (me) => me.capabilities.includes("import") },
      { key: "keys", to: "/setup/keys", Icon: IconKey, may: configure },
    ],
  },
];

export const groupsFor = (me: Me) =>
  GROUPS.map((g) => ({ ...g, pages: g.pages.filter((p) => p.may?.(me) ?? true) })).filter(
    (g) => g.pages.length > 0,
  );
