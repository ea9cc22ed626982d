import { ActionIcon, Button, Select } from "@mantine/core";
import { IconArrowsSplit2, IconPlus, IconStar, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/bits";
import { Panel, Stack } from "@/ui/page";
import { AttributePicker } from "./AttributePicker";
import { ENTRY_KINDS, type EntryKind, type FollowOn, freshId } from "./document";
import { useAct, useDoc, useEditing } from "./editing";
import { nameOfStep } from "./edits";
import { addFollowOn, editFollowOn, removeFollowOn, setEntry } from "./edits-ways";
import { type Element, sameElement } from "./elements";
import c from "./entries.module.css";
import { freeName } from "./lists";
import { NameField } from "./NameField";
import { Notes, useErrors } from "./said";
import { stepChoices } from "./TransitionForm";

/** Brings into view what was jumped to, and its first field into focus. */
function useShown(at: Element) {
  const { selected, wanted, wishes } = useEditing();
  const ref = useRef<HTMLLIElement>(null);
  const on = selected !== null && sameElement(selected, at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more for each wish
  useEffect(() => {
    if (!on || wanted.current === null) return;
    const field = wanted.current;
    wanted.current = null;
    ref.current?.scrollIntoView({ block: "nearest" });
    const input = ref.current?.querySelector<HTMLInputElement>(`[data-field="${field}"]`);
    (input ?? ref.current?.querySelector("input"))?.focus();
    if (field === "name") input?.select();
  }, [on, wanted, wishes]);
  return { ref, on };
}

function EntryCard({ kind }: { kind: EntryKind }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const { store } = useEditing();
  const at = { element: "entry" as const, id: kind };
  const error = useErrors(at);
  const { ref, on } = useShown(at);
  const entry = doc.entries[kind];
  const free = doc.mode === "free";
  return (
    <li
      ref={ref}
      className={c.card}
      data-on={on || undefined}
      data-testid={`entry-${kind}`}
      onBlur={() => store.seal()}
    >
      <header>
        <IconStar size={17} stroke={1.8} aria-hidden />
        <h3>{t(`workflow.entry_${kind}`)}</h3>
      </header>
      <p className={c.hint}>{t(`workflow.entry_${kind}_hint`)}</p>
      <Notes at={at} />
      <div className={c.pair}>
        <Select
          label={t("workflow.starts_on")}
          data-field="step"
          placeholder={kind === "new" ? t("workflow.choose_step") : t("workflow.like_new")}
          clearable={!free && kind === "existing_account"}
          clearButtonProps={{ "aria-label": t("common.clear") }}
          allowDeselect={false}
          disabled={free}
          description={free ? t("workflow.free_entry") : undefined}
          searchable={doc.steps.length > 8}
          data={stepChoices(doc, t("workflow.no_stage"))}
          value={entry?.step ?? null}
          onChange={(step) =>
            act({ key: "set_entry", values: { step: nameOfStep(doc, step) } }, (x) =>
              setEntry(x, kind, { step, ...(step === null && { name: null }) }),
            )
          }
          error={error("step")}
        />
        <NameField
          at={at}
          label={t("workflow.entry_name")}
          placeholder={t(`workflow.entry_${kind}_plain`)}
          value={entry?.name ?? ""}
          onChange={(name) =>
            act(
              { key: "rename_entry", values: { name } },
              (x) => setEntry(x, kind, { name: name || null }),
              `entry ${kind} name`,
            )
          }
        />
      </div>
    </li>
  );
}

function FollowOnCard({ one }: { one: FollowOn }) {
  const { t } = useTranslation();
  const doc = useDoc();
  const act = useAct();
  const { store } = useEditing();
  const at = { element: "follow_on" as const, id: one.id };
  const error = useErrors(at);
  const { ref, on } = useShown(at);
  return (
    <li ref={ref} className={c.card} data-on={on || undefined} onBlur={() => store.seal()}>
      <Notes at={at} />
      <div className={c.pair} data-three>
        <NameField
          at={at}
          label={t("workflow.name")}
          value={one.name}
          onChange={(name) =>
            act(
              { key: "rename_follow_on", values: { name } },
              (x) => editFollowOn(x, one.id, { name }),
              `follow_on ${one.id} name`,
            )
          }
        />
        <Select
          label={t("workflow.starts_on")}
          data-field="step"
          placeholder={t("workflow.choose_step")}
          allowDeselect={false}
          searchable={doc.steps.length > 8}
          data={stepChoices(doc, t("workflow.no_stage"))}
          value={one.step}
          onChange={(step) =>
            act({ key: "set_follow_on", values: { name: one.name } }, (x) =>
              editFollowOn(x, one.id, { step }),
            )
          }
          error={error("step")}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("workflow.remove_follow_on", { name: one.name })}
          onClick={() =>
            act({ key: "remove_follow_on", values: { name: one.name } }, (x) => removeFollowOn(x, one.id))
          }
        >
          <IconTrash size={16} stroke={1.7} />
        </ActionIcon>
      </div>
      <AttributePicker
        label={t("workflow.carry")}
        hint={t("workflow.carry_hint")}
        doc={doc}
        value={one.carry}
        onChange={(carry) =>
          act(
            { key: "set_carry", values: { name: one.name } },
            (x) => editFollowOn(x, one.id, { carry }),
            `follow_on ${one.id} carry`,
          )
        }
        error={error("carry")}
      />
    </li>
  );
}

/** Where opportunities start (W10), and what may follow them (W11). */
export function EntriesTab() {
  const { t } = useTranslation();
  const { select } = useEditing();
  const doc = useDoc();
  const act = useAct();
  const add = () => {
    const name = freeName(
      t("workflow.new_follow_on_name"),
      doc.follow_ons.map((one) => one.name),
    );
    const id = freshId();
    const step = doc.entries.existing_account?.step ?? doc.entries.new?.step ?? doc.steps[0]?.id ?? null;
    act({ key: "add_follow_on", values: { name } }, (x) => addFollowOn(x, name, step, id));
    select({ element: "follow_on", id }, "name");
  };
  return (
    <div className={c.narrow}>
      <Stack>
        <Panel title={t("workflow.entries")} note={t("workflow.entries_hint")}>
          <ul className={c.cards}>
            {ENTRY_KINDS.map((kind) => (
              <EntryCard key={kind} kind={kind} />
            ))}
          </ul>
        </Panel>
        <Panel
          title={t("workflow.follow_ons")}
          note={t("workflow.follow_ons_hint")}
          actions={
            doc.follow_ons.length > 0 && (
              <Button
                variant="light"
                size="compact-sm"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={add}
              >
                {t("workflow.new_follow_on")}
              </Button>
            )
          }
        >
          {doc.follow_ons.length > 0 ? (
            <ul className={c.cards}>
              {doc.follow_ons.map((one) => (
                <FollowOnCard key={one.id} one={one} />
              ))}
            </ul>
          ) : (
            <EmptyState
              icon={<IconArrowsSplit2 size={22} aria-hidden />}
              title={t("workflow.no_follow_ons")}
              action={
                <Button variant="light" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
                  {t("workflow.new_follow_on")}
                </Button>
              }
            >
              {t("workflow.no_follow_ons_hint")}
            </EmptyState>
          )}
        </Panel>
      </Stack>
    </div>
  );
}
