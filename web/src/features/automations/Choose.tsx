import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { IconCheck, IconSearch } from "@tabler/icons-react";
import { useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { fits } from "@/ui/searched";
import c from "./choose.module.css";
import type { Option } from "./vocabulary";

const FEW = 7;
const MOST_SHOWN = 200;

/** Chooses one, or several, of a list: few are buttons, many are searched by typing. */
export function Choose({
  label,
  options,
  chosen,
  onChoose,
  freely = false,
}: {
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChoose: (value: string) => void;
  /** What is typed may be chosen, too. */
  freely?: boolean;
}) {
  const few = options.length <= FEW && !freely;
  return few ? (
    <Few options={options} chosen={chosen} onChoose={onChoose} label={label} />
  ) : (
    <Many options={options} chosen={chosen} onChoose={onChoose} label={label} freely={freely} />
  );
}

type Shown = {
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChoose: (value: string) => void;
};

function Few({ label, options, chosen, onChoose }: Shown) {
  const first = options.some((one) => chosen.includes(one.value)) ? null : options[0]?.value;
  return (
    <fieldset className={c.options} aria-label={label}>
      {options.map((one, i) => {
        const on = chosen.includes(one.value);
        return (
          <div key={one.value}>
            {one.group && one.group !== options[i - 1]?.group && <p className={c.group}>{one.group}</p>}
            <button
              type="button"
              className={c.option}
              aria-pressed={on}
              data-autofocus={on || one.value === first || undefined}
              onClick={() => onChoose(one.value)}
            >
              <span>
                <bdi>{one.label}</bdi>
                {one.hint && <small>{one.hint}</small>}
              </span>
              {on && <IconCheck size={16} stroke={2} aria-hidden />}
            </button>
          </div>
        );
      })}
    </fieldset>
  );
}

function Many({ label, options, chosen, onChoose, freely }: Shown & { freely: boolean }) {
  const { t } = useTranslation();
  const combobox = useCombobox({ opened: true });
  const [typed, setTyped] = useState("");
  // The kit would name the list anew after the field has named it.
  const id = useId();
  const [, setListed] = useState(false);
  useEffect(() => setListed(true), []);
  const found = useMemo(() => {
    const found = (one: Option) =>
      [one.label, one.hint ?? "", one.group ?? ""].some((text) => fits(text, typed));
    return options.filter(found).slice(0, MOST_SHOWN);
  }, [options, typed]);
  const own = typed.trim();
  const offersOwn = freely && own !== "" && !found.some((one) => one.label === own);
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew for each list
  useEffect(() => {
    const shown = typed === "" && found.some((one) => chosen.includes(one.value));
    if (shown) combobox.selectActiveOption();
    else combobox.selectFirstOption();
  }, [found, offersOwn]);
  const groups = [...new Set(found.map((one) => one.group ?? ""))];
  const row = (one: Option) => (
    <Combobox.Option
      key={one.value}
      value={one.value}
      active={chosen.includes(one.value)}
      className={c.found}
    >
      <span>
        <bdi>{one.label}</bdi>
        {one.hint && <small>{one.hint}</small>}
      </span>
      {chosen.includes(one.value) && <IconCheck size={16} stroke={2} aria-hidden />}
    </Combobox.Option>
  );
  return (
    <Combobox store={combobox} onOptionSubmit={onChoose} withinPortal={false}>
      <Combobox.EventsTarget withExpandedAttribute>
        <TextInput
          aria-label={label}
          placeholder={label}
          data-autofocus
          data-standing
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
        />
      </Combobox.EventsTarget>
      <Combobox.Options id={id} aria-label={label} className={c.list}>
        {offersOwn && (
          <Combobox.Option value={own} className={c.found}>
            <bdi>{own}</bdi>
          </Combobox.Option>
        )}
        {groups.map((group) => {
          const items = found.filter((one) => (one.group ?? "") === group).map(row);
          return group ? (
            <Combobox.Group key={group} label={group}>
              {items}
            </Combobox.Group>
          ) : (
            items
          );
        })}
        {found.length === 0 && !offersOwn && <Combobox.Empty>{t("automation.nothing_found")}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}
