import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { Hidden, PersonAvatar } from "@/ui/bits";
import c from "./board.module.css";
import { useBoardSearch } from "./filters";

const FACES = 6;

/** Owner faces as filters; who does not fit stands in a menu. */
export function Owners({ people }: { people: readonly Ref[] }) {
  const { t } = useTranslation();
  const { search, change } = useBoardSearch();
  const pick = (id: string) => change({ owner: search.owner === id ? undefined : id });
  const chosen = people.findIndex((p) => p.id === search.owner);
  const faces =
    chosen >= FACES ? [...people.slice(0, FACES - 1), people[chosen] as Ref] : people.slice(0, FACES);
  const rest = people.filter((p) => !faces.includes(p));
  return (
    <fieldset className={c.owners}>
      <legend>
        <Hidden>{t("board.owner_filter")}</Hidden>
      </legend>
      <button
        type="button"
        className={c.ownerBtn}
        aria-pressed={search.owner === "none"}
        onClick={() => pick("none")}
      >
        <PersonAvatar person={null} size={26} />
      </button>
      {faces.map((p) => (
        <button
          key={p.id}
          type="button"
          className={c.ownerBtn}
          aria-pressed={search.owner === p.id}
          onClick={() => pick(p.id)}
        >
          <PersonAvatar person={p} size={26} />
        </button>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <button
              type="button"
              className={`${c.ownerBtn} ${c.ownerMore}`}
              aria-label={t("board.more_owners", { count: rest.length })}
            >
              +{rest.length}
            </button>
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflow: "auto" }}>
            {rest.map((p) => (
              <Menu.Item
                key={p.id}
                leftSection={<PersonAvatar person={p} size={20} />}
                rightSection={
                  p.id === search.owner && <IconCheck size={14} aria-label={t("common.current")} />
                }
                onClick={() => pick(p.id)}
              >
                {p.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </fieldset>
  );
}
