import { Button, Group, Select, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { attributesOf, TYPES } from "./document";
import { useAct, useDoc, useDraft, useEditing } from "./editing";
import { displayEverywhere } from "./edits";
import {
  editAttribute,
  moveAttribute,
  relabel,
  setType,
  takesOptions,
  usesOfAttribute,
} from "./edits-layout";
import c from "./inspector.module.css";
import { NameField } from "./NameField";
import { RemoveButton } from "./RemoveButton";
import { useRemove } from "./removing";
import { Notes, useErrors } from "./said";

/** An attribute of the layout; its key is made from its label until it was saved. */
export function AttributeForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const { store } = useEditing();
  const { base } = useDraft();
  const doc = useDoc();
  const act = useAct();
  const remove = useRemove();
  const at = { element: "attribute" as const, id };
  const error = useErrors(at);
  const one = attributesOf(doc).find((x) => x.id === id);
  if (!one) return null;
  const section = doc.sections.find((x) => x.attributes.includes(one));
  const saved = attributesOf(base).find((x) => x.id === id);
  const uses = usesOfAttribute(doc, id);
  const isFresh = (x: string) => !attributesOf(store.get().base).some((y) => y.id === x);
  return (
    <div className={c.fields}>
      <Notes at={at} />
      <NameField
        at={at}
        field="label"
        label={t("workflow.label")}
        value={one.label}
        onChange={(label) =>
          act(
            { key: "rename_attribute", values: { name: label } },
            (x) => relabel(x, id, label, isFresh),
            `attribute ${id} label`,
          )
        }
      />
      <Select
        label={t("workflow.type")}
        data-field="type"
        allowDeselect={false}
        data={TYPES.map((value) => ({ value, label: t(`workflow.type_${value}`) }))}
        value={one.type}
        onChange={(type) =>
          type && act({ key: "set_type", values: { name: one.label } }, (x) => setType(x, id, type))
        }
        description={
          saved && saved.type !== one.type ? t("workflow.type_changed") : t(`workflow.type_${one.type}_hint`)
        }
        inputWrapperOrder={["label", "input", "description", "error"]}
        error={error("type")}
      />
      {takesOptions(one.type) && (
        <TagsInput
          label={t("workflow.options")}
          description={t("workflow.options_hint")}
          data-field="options"
          value={one.options}
          onChange={(options) =>
            act({ key: "set_options", values: { name: one.label } }, (x) => editAttribute(x, id, { options }))
          }
          error={error("options")}
        />
      )}
      <TextInput
        label={t("workflow.key")}
        description={t("workflow.key_hint")}
        data-field="key"
        maxLength={63}
        spellCheck={false}
        value={one.key}
        onChange={(e) => {
          const key = e.currentTarget.value.trim();
          act(
            { key: "set_key", values: { name: one.label } },
            (x) => editAttribute(x, id, { key }),
            `attribute ${id} key`,
          );
        }}
        error={error("key")}
      />
      {saved && saved.key !== one.key && (
        <p className={c.hint}>{t("workflow.key_changed", { key: saved.key })}</p>
      )}
      <Select
        label={t("workflow.section")}
        allowDeselect={false}
        data={doc.sections.map((x) => ({ value: x.id, label: x.name || "–" }))}
        value={section?.id ?? null}
        onChange={(to) =>
          to &&
          act({ key: "move_attribute", values: { name: one.label } }, (x) => moveAttribute(x, id, to, null))
        }
      />
      <div className={c.part}>
        <h3>{t("workflow.used")}</h3>
        <p className={c.hint}>
          {t("workflow.used_by", {
            steps: t("workflow.displayed_on", { count: uses.steps, total: doc.steps.length }),
            transitions: t("workflow.required_by", { count: uses.transitions }),
          })}
        </p>
        <Group gap={8}>
          {(["all", "none"] as const).map((where) => (
            <Button
              key={where}
              variant="light"
              size="compact-sm"
              disabled={where === "all" ? uses.steps === doc.steps.length : uses.steps === 0}
              onClick={() =>
                act({ key: `display_${where}`, values: { name: one.label } }, (x) =>
                  displayEverywhere(x, id, where),
                )
              }
            >
              {t(`workflow.display_${where}`)}
            </Button>
          ))}
        </Group>
      </div>
      <div className={c.foot}>
        <RemoveButton onClick={() => remove.attribute(one)}>{t("workflow.remove_attribute")}</RemoveButton>
      </div>
    </div>
  );
}
