import { Button, Checkbox, Select } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AttributePicker } from "./AttributePicker";
import { Communications } from "./Communications";
import { type Doc, freshId, ROLES, RUNNING, TRIGGERS, type Transition } from "./document";
import { useAct, useDoc, useEditing } from "./editing";
import { inOrder, nameOfStep, stepsOf } from "./edits";
import { copyTransition, editTransition } from "./edits-ways";
import c from "./inspector.module.css";
import { freeName, toggled } from "./lists";
import { NameField } from "./NameField";
import { RemoveButton } from "./RemoveButton";
import { useRemove } from "./removing";
import { Notes, useErrors } from "./said";

/** The steps by stage, to choose one from. */
export function stepChoices(doc: Doc, homeless: string) {
  const groups = inOrder(doc.stages).map((stage) => ({
    group: stage.name || "–",
    items: stepsOf(doc, stage.id).map((one) => ({ value: one.id, label: one.name || "–" })),
  }));
  const left = stepsOf(doc, null).map((one) => ({ value: one.id, label: one.name || "–" }));
  // Two groups of one name would be one to the list.
  const seen = new Map<string, (typeof groups)[number]>();
  for (const group of [...groups, { group: homeless, items: left }]) {
    const known = seen.get(group.group);
    if (known) known.items.push(...group.items);
    else if (group.items.length > 0) seen.set(group.group, { ...group });
  }
  return [...seen.values()];
}

function Ends({ one }: { one: Transition }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const error = useErrors({ element: "transition", id: one.id });
  const data = stepChoices(doc, t("workflow.no_stage"));
  return (
    <div className={c.pair}>
      {(["from", "to"] as const).map((end) => (
        <Select
          key={end}
          label={t(`workflow.${end}`)}
          data-field={end}
          placeholder={t("workflow.choose_step")}
          searchable={doc.steps.length > 8}
          allowDeselect={false}
          data={data}
          value={one[end]}
          onChange={(step) =>
            act({ key: `set_${end}`, values: { name: one.name, step: nameOfStep(doc, step) } }, (x) =>
              editTransition(x, one.id, { [end]: step }),
            )
          }
          error={error(end)}
        />
      ))}
    </div>
  );
}

function Roles({ one }: { one: Transition }) {
  const { t } = useTranslation();
  const act = useAct();
  const error = useErrors({ element: "transition", id: one.id })("roles");
  return (
    <Checkbox.Group
      label={t("workflow.roles")}
      description={one.roles.length === 0 ? t("workflow.roles_all") : t("workflow.roles_some")}
      value={one.roles}
      data-field="roles"
      error={error}
      onChange={(roles) =>
        act(
          { key: "set_roles", values: { name: one.name } },
          (x) => editTransition(x, one.id, { roles }),
          `transition ${one.id} roles`,
        )
      }
    >
      <div className={c.pairs}>
        {ROLES.map((role) => (
          <Checkbox key={role} size="xs" value={role} label={t(`role.${role}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** What a transition makes in the database, each with what it does. */
function Triggers({ one }: { one: Transition }) {
  const { t } = useTranslation();
  const act = useAct();
  return (
    <fieldset className={c.plain} data-field="triggers">
      <legend>{t("workflow.triggers")}</legend>
      <p className={c.hint}>{t("workflow.triggers_hint")}</p>
      {TRIGGERS.map((trigger) => {
        const later = !RUNNING.includes(trigger);
        const on = one.triggers.includes(trigger);
        return (
          <Checkbox
            key={trigger}
            size="xs"
            className={c.trigger}
            checked={on}
            // One that came with a file can be taken out, not put in.
            disabled={later && !on}
            label={
              <>
                <b>{t(`workflow.trigger.${trigger}`)}</b>
                {later && <small className={c.later}>{t("workflow.with_documents")}</small>}
              </>
            }
            description={t(`workflow.trigger.${trigger}_hint`)}
            styles={{ description: { fontSize: 11.5 } }}
            onChange={() =>
              act({ key: "set_triggers", values: { name: one.name } }, (x) =>
                editTransition(x, one.id, {
                  // They run in this order, whichever was ticked first.
                  triggers: TRIGGERS.filter((each) => toggled(one.triggers, trigger).includes(each)),
                }),
              )
            }
          />
        );
      })}
    </fieldset>
  );
}

export function TransitionForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const { select } = useEditing();
  const doc = useDoc();
  const act = useAct();
  const remove = useRemove();
  const at = { element: "transition" as const, id };
  const error = useErrors(at);
  const one = doc.transitions.find((x) => x.id === id);
  if (!one) return null;
  const copy = () => {
    const name = freeName(
      one.name,
      doc.transitions.filter((x) => x.from === one.from).map((x) => x.name),
    );
    const made = freshId();
    act({ key: "copy_transition", values: { name: one.name } }, (x) => copyTransition(x, id, name, made));
    select({ element: "transition", id: made }, "name");
  };
  return (
    <div className={c.fields}>
      <Notes at={at} />
      <NameField
        at={at}
        label={t("workflow.name")}
        value={one.name}
        onChange={(name) =>
          act(
            { key: "rename_transition", values: { name } },
            (x) => editTransition(x, id, { name }),
            `transition ${id} name`,
          )
        }
      />
      <Ends one={one} />
      <AttributePicker
        label={t("workflow.required")}
        hint={t("workflow.required_hint")}
        doc={doc}
        value={one.required}
        onChange={(required) =>
          act(
            { key: "set_required", values: { name: one.name } },
            (x) => editTransition(x, id, { required }),
            `transition ${id} required`,
          )
        }
        error={error("required")}
      />
      <div className={c.part}>
        <Roles one={one} />
      </div>
      <div className={c.part}>
        <Triggers one={one} />
      </div>
      <div className={c.part}>
        <Communications one={one} />
      </div>
      <div className={c.foot}>
        <RemoveButton onClick={() => remove.transition(one)}>{t("workflow.remove_transition")}</RemoveButton>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconCopy size={15} aria-hidden />}
          onClick={copy}
        >
          {t("workflow.copy")}
        </Button>
      </div>
    </div>
  );
}
