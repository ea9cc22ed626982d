import { Button, Group, Modal, Radio } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { useFormats } from "@/ui/useFormats";
import c from "./conflict.module.css";
import { read } from "./document";
import { useDraft, useEditing } from "./editing";
import { clashes, type Detail, differences, merge } from "./merge";
import type { Draft } from "./publishing-api";
import { useShown } from "./showing";

function Details({
  list,
  show,
}: {
  list: readonly Detail[];
  show: (field: string, value: unknown) => string;
}) {
  const { t } = useTranslation();
  if (list.length === 0) return null;
  return (
    <ul className={c.details}>
      {list.map(({ field, before, after }) => (
        <li key={field}>
          <span>{t(`workflow.field.${field}`, { defaultValue: field })}</span>
          {!field.startsWith("order_") && (
            <>
              <del>{show(field, before)}</del>
              <IconArrowRight size={13} stroke={2} role="img" aria-label={t("workflow.becomes")} />
              <ins>{show(field, after)}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Someone else saved first: what they changed, and what of both shall stand. Nothing is overwritten unseen. */
export function ConflictDialog({
  theirs,
  onMerged,
  onClose,
}: {
  theirs: Draft;
  /** Both are in the draft now; it is still to be saved. */
  onMerged: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const now = useNow();
  const { when } = useFormats();
  const { store } = useEditing();
  const { base, doc } = useDraft();
  const [choice, setChoice] = useState<Record<string, string>>({});
  const other = useMemo(() => read(theirs.document, base), [theirs, base]);
  const changed = useMemo(() => differences(base, other), [base, other]);
  const disputed = useMemo(() => clashes(base, doc, other), [base, doc, other]);
  const won = new Set(disputed.filter((one) => choice[one.key] === "theirs").map((one) => one.key));
  const { fallen } = merge(base, doc, other, won);
  const { nameOf, show } = useShown(base, doc, other);
  const by = theirs.edited_by?.name ?? t("workflow.somebody");

  const keep = () => {
    const { doc: both } = merge(base, doc, other, won);
    store.merged(both, theirs, { key: "merge", values: { name: by } });
    onMerged();
  };
  const take = () => {
    store.load(theirs);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      size={620}
      title={t("workflow.conflict", { name: by })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className={c.dialog}>
        <p role="alert">
          {t("workflow.conflict_hint", {
            name: by,
            when: theirs.edited_at ? when(theirs.edited_at, now) : "",
          })}
        </p>
        <section aria-label={t("workflow.their_changes", { name: by })}>
          <h3>{t("workflow.their_changes", { name: by })}</h3>
          <ul className={c.changes}>
            {changed.map((one) => (
              <li key={one.key} data-kind={one.kind}>
                <div>
                  <b>{nameOf(one)}</b>
                  <small>{t(`workflow.kind_${one.kind}`)}</small>
                </div>
                <Details list={one.details} show={show} />
              </li>
            ))}
          </ul>
        </section>
        {disputed.length > 0 && (
          <section aria-label={t("workflow.both_changed")}>
            <h3>{t("workflow.both_changed")}</h3>
            {disputed.map((one) => (
              <Radio.Group
                key={one.key}
                label={nameOf(one)}
                className={c.dispute}
                value={choice[one.key] ?? "mine"}
                onChange={(v) => setChoice((all) => ({ ...all, [one.key]: v }))}
              >
                <div className={c.sides}>
                  {(["mine", "theirs"] as const).map((side) => (
                    <Radio.Card key={side} value={side} className={c.side}>
                      <Radio.Indicator mt={2} />
                      <span>
                        <b>{t(`edit.${side}`)}</b>
                        {one.details.length === 0 || one[side] === "removed" ? (
                          <small>{t(`workflow.kind_${one[side]}`)}</small>
                        ) : (
                          one.details.map(({ field, before, after }) => (
                            <small key={field}>
                              {t(`workflow.field.${field}`, { defaultValue: field })}
                              {!field.startsWith("order_") &&
                                `: ${show(field, side === "mine" ? before : after)}`}
                            </small>
                          ))
                        )}
                      </span>
                    </Radio.Card>
                  ))}
                </div>
              </Radio.Group>
            ))}
          </section>
        )}
        {fallen.length > 0 && (
          <section className={c.fallen}>
            <h3>{t("workflow.fallen")}</h3>
            <ul>
              {fallen.map((one) => (
                <li key={`${one.element} ${one.name}`}>
                  {t(`workflow.element.${one.element}`)} ·{" "}
                  {one.element === "entry" ? t(`workflow.entry_${one.name}`) : one.name}
                </li>
              ))}
            </ul>
          </section>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("common.cancel")}
          </Button>
          <Button variant="default" onClick={take}>
            {t("workflow.take_theirs")}
          </Button>
          <Button onClick={keep}>{t("workflow.keep_mine")}</Button>
        </Group>
      </div>
    </Modal>
  );
}
