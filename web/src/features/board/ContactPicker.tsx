import { Combobox, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/types";
import { PersonAvatar } from "@/ui/bits";
import { fits } from "@/ui/searched";
import { contactSearchQuery } from "./api";
import c from "./new.module.css";

type Contact = Schemas["ContactOut"];
const NEW = "new";

/** Search a contact by name, e-mail or phone; whoever is not there can be added on the spot (B1). */
export function ContactPicker({
  error,
  onPick,
  onAdd,
}: {
  error: string | undefined;
  onPick: (contact: Contact) => void;
  onAdd: (typed: string) => void;
}) {
  const { t } = useTranslation();
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({ ...contactSearchQuery(q), placeholderData: keepPreviousData });
  const answered = typed.trim() === q && !found.isPlaceholderData;
  // Until the answer to what is typed now has come, nobody is offered whose name it is not.
  const hits = (q ? (found.data?.items ?? []) : []).filter((x) => answered || fits(x.name, typed));
  return (
    <Combobox
      store={box}
      onOptionSubmit={(value) => {
        const hit = hits.find((x) => x.id === value);
        if (hit) onPick(hit);
        else onAdd(typed.trim());
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t("new.contact")}
          placeholder={t("new.contact_hint")}
          error={error}
          required
          data-autofocus
          leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
          rightSection={found.isFetching && <Loader size={14} />}
          value={typed}
          onChange={(e) => {
            setTyped(e.currentTarget.value);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
          onFocus={() => typed && box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed.trim() === ""}>
        <Combobox.Options aria-label={t("nav.contacts")}>
          {hits.map((x) => (
            <Combobox.Option key={x.id} value={x.id} className={c.hit}>
              <PersonAvatar person={x} size={26} />
              <span className={c.hitText}>
                <b dir="auto">{x.name}</b>
                <span>{[x.account?.name, x.email ?? x.phone].filter(Boolean).join(" · ")}</span>
              </span>
              {x.opportunities > 0 && (
                <span className={c.hitCount}>{t("new.has", { count: x.opportunities })}</span>
              )}
            </Combobox.Option>
          ))}
          <Combobox.Option value={NEW} className={c.hit}>
            <span className={c.addIcon}>
              <IconUserPlus size={15} stroke={1.8} aria-hidden />
            </span>
            {t("new.add_contact", { name: typed.trim() })}
          </Combobox.Option>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
