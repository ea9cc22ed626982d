import { ActionIcon, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { PHONE } from "@/ui/screen";
import { AttributeForm } from "./AttributeForm";
import { useDoc, useEditing } from "./editing";
import { type Element, found } from "./elements";
import c from "./inspector.module.css";
import { StageForm } from "./StageForm";
import { StepForm } from "./StepForm";
import { TransitionForm } from "./TransitionForm";

export const BESIDE = "(min-width: 1180px)";
const INSPECTED: readonly string[] = ["stage", "step", "transition", "attribute"];

function Form({ at }: { at: Element }) {
  const id = at.id ?? "";
  if (at.element === "stage") return <StageForm key={id} id={id} />;
  if (at.element === "step") return <StepForm key={id} id={id} />;
  if (at.element === "transition") return <TransitionForm key={id} id={id} />;
  return <AttributeForm key={id} id={id} />;
}

/** Goes to the field that was asked for, as soon as it is there. */
function useWantedField(at: Element | null): void {
  const { wanted, wishes } = useEditing();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew whenever another element is shown
  useEffect(() => {
    const field = wanted.current;
    if (!field) return;
    const timer = window.setTimeout(() => {
      wanted.current = null;
      const here = document.querySelector<HTMLElement>(`[data-inspector] [data-field="${field}"]`);
      const input = here?.matches("input,textarea,button") ? here : here?.querySelector<HTMLElement>("input");
      const first = input ?? document.querySelector<HTMLElement>("[data-inspector] input");
      first?.focus();
      if (first instanceof HTMLInputElement && first.type === "text") first.select();
    }, 60);
    return () => window.clearTimeout(timer);
  }, [at?.element, at?.id, wanted, wishes]);
}

/** A new element may come to stand far down in its list: what the fields beside it are of is shown there too. */
function useRowInSight(at: Element | null): void {
  useEffect(() => {
    if (!at?.id) return;
    const row = document.querySelector(`[data-row="${CSS.escape(at.id)}"]`);
    row?.scrollIntoView({ block: "nearest" });
  }, [at?.id]);
}

/** One element and its fields: beside the lists and the picture, over them where there is no room. */
export function WithInspector({
  children,
  empty,
}: {
  children: ReactNode;
  /** What to do, where nothing is selected; null leaves the room to the rest. */
  empty: string | null;
}) {
  const { t } = useTranslation();
  const { selected, select, store } = useEditing();
  const doc = useDoc();
  const beside = useMediaQuery(BESIDE, undefined, { getInitialValueInEffect: false });
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const panel = useRef<HTMLElement>(null);
  const at = selected && INSPECTED.includes(selected.element) && found(doc, selected) ? selected : null;
  useWantedField(at);
  useRowInSight(beside ? at : null);
  const title = at ? t(`workflow.element.${at.element}`) : t("workflow.inspector");
  const close = () => {
    select(null);
    if (at)
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${at.id}"]`)?.focus());
  };
  const form = at && (
    // What was typed until the focus leaves is one step back.
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens for what bubbles
    <div data-inspector className={c.form} onBlur={() => store.seal()}>
      <Form at={at} />
    </div>
  );
  if (!beside)
    return (
      <div className={c.alone}>
        {children}
        <Drawer
          opened={!!at}
          onClose={close}
          position="right"
          size={phone ? "100%" : 420}
          title={
            <span data-autofocus tabIndex={-1} className={c.drawerTitle}>
              {title}
            </span>
          }
          closeButtonProps={{ "aria-label": t("common.close") }}
          classNames={{ header: c.drawerHead ?? "", body: c.drawerBody ?? "" }}
        >
          {form}
        </Drawer>
      </div>
    );
  return (
    <div className={c.split} data-whole={(!at && empty === null) || undefined}>
      <div className={c.main}>{children}</div>
      {(at || empty !== null) && (
        <aside ref={panel} className={c.aside} aria-label={t("workflow.inspector")}>
          {at ? (
            <>
              <header className={c.head}>
                <h2>{title}</h2>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={30}
                  aria-label={t("workflow.close_inspector")}
                  onClick={close}
                >
                  <IconX size={16} />
                </ActionIcon>
              </header>
              {form}
            </>
          ) : (
            <p className={c.empty}>{empty}</p>
          )}
        </aside>
      )}
    </div>
  );
}
