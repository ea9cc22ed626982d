import { Alert, Button, Radio, Stack } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity, Ref } from "@/lib/types";
import { useFormats } from "@/ui/useFormats";
import { useReadable } from "./Details";
import c from "./drawer.module.css";
import { ATTRIBUTE, type Clash } from "./editing";

type Props = {
  o: Opportunity;
  clash: { current: Opportunity; list: Clash[] };
  people: readonly Ref[];
  /** The names of the fields where theirs shall stand. */
  onChosen: (theirs: string[]) => void;
  onCancel: () => void;
};

/** Someone else saved first: both values of each field that both changed, to choose from (B5). */
export function Conflict({ o, clash, people, onChosen, onCancel }: Props) {
  const { t } = useTranslation();
  const readable = useReadable();
  const { shortDateTime } = useFormats();
  const [choice, setChoice] = useState<Record<string, "mine" | "theirs">>({});
  const fields = new Map([...o.fields, ...clash.current.fields].map((f) => [f.key, f]));
  const label = (name: string) =>
    name.startsWith(ATTRIBUTE)
      ? (fields.get(name.slice(ATTRIBUTE.length))?.label ?? name.slice(ATTRIBUTE.length))
      : t(`opportunity.${name === "step" ? "stage" : name === "follow_up_at" ? "follow_up" : name}`);
  const show = (name: string, value: unknown) => {
    if (value === null || value === undefined || value === "") return <i>{t("edit.empty")}</i>;
    if (name === "owner")
      return people.find((p) => p.id === value)?.name ?? clash.current.owner?.name ?? String(value);
    if (name === "step") return value === clash.current.step.id ? clash.current.step.name : t("edit.my_step");
    if (name === "follow_up_at") return shortDateTime(String(value));
    return readable(fields.get(name.slice(ATTRIBUTE.length)), value, o.currency, people);
  };
  return (
    <form
      className={c.editForm}
      onSubmit={(e) => {
        e.preventDefault();
        onChosen(clash.list.filter((x) => (choice[x.name] ?? "mine") === "theirs").map((x) => x.name));
      }}
    >
      <Stack gap="md" className={c.editFields}>
        <Alert
          color="yellow"
          icon={<IconGitMerge size={16} aria-hidden />}
          role="alert"
          title={t("edit.conflict")}
        >
          {t("edit.conflict_hint")}
        </Alert>
        {clash.list.map((x) => (
          <Radio.Group
            key={x.name}
            label={label(x.name)}
            value={choice[x.name] ?? "mine"}
            onChange={(v) => setChoice((all) => ({ ...all, [x.name]: v as "mine" | "theirs" }))}
          >
            <div className={c.clash}>
              <Radio.Card value="mine" className={c.side}>
                <Radio.Indicator />
                <span>
                  <small>{t("edit.mine")}</small>
                  {show(x.name, x.mine)}
                </span>
              </Radio.Card>
              <Radio.Card value="theirs" className={c.side}>
                <Radio.Indicator />
                <span>
                  <small>{t("edit.theirs")}</small>
                  {show(x.name, x.theirs)}
                </span>
              </Radio.Card>
            </div>
          </Radio.Group>
        ))}
      </Stack>
      <footer className={c.editFoot}>
        <Button variant="default" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit">{t("edit.keep")}</Button>
      </footer>
    </form>
  );
}
