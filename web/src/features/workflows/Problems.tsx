import { Button, Popover } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { attributesOf } from "./document";
import { useDoc, useEditing } from "./editing";
import type { Element } from "./elements";
import { found } from "./elements";
import c from "./head.module.css";
import { type Said, useSaid } from "./said";

/** How many things the check found; opens their list, and each leads to its element. */
export function Problems({ opened, onChange }: { opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useTranslation();
  const { jump } = useEditing();
  const name = useElementName();
  const all = useSaid();
  const errors = all.filter((one) => one.level === "error");
  const warnings = all.filter((one) => one.level === "warning");
  const tone = errors.length > 0 ? "error" : warnings.length > 0 ? "warning" : "none";
  const Icon = tone === "error" ? IconCircleX : tone === "warning" ? IconAlertTriangle : IconCircleCheck;
  const words =
    all.length === 0
      ? t("workflow.no_problems")
      : [
          ...(errors.length > 0 ? [t("workflow.count_errors", { count: errors.length })] : []),
          ...(warnings.length > 0 ? [t("workflow.count_warnings", { count: warnings.length })] : []),
        ].join(" · ");
  const row = (one: Said, i: number) => (
    <li key={`${one.text} ${i}`} data-level={one.level}>
      <button
        type="button"
        onClick={() => {
          onChange(false);
          jump(one.at, one.field ?? "name");
        }}
      >
        {one.level === "error" ? (
          <IconCircleX size={16} stroke={1.9} aria-hidden />
        ) : (
          <IconAlertTriangle size={16} stroke={1.9} aria-hidden />
        )}
        <span>
          <small>{name(one.at, one.name)}</small>
          {one.text}
        </span>
      </button>
    </li>
  );
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={380}
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={c.problems}
          data-tone={tone}
          leftSection={<Icon size={17} stroke={1.9} aria-hidden />}
          onClick={() => onChange(!opened)}
        >
          {words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={c.findings}>
        {all.length === 0 ? (
          <p>{t("workflow.no_problems_hint")}</p>
        ) : (
          <>
            {errors.length > 0 && (
              <>
                <h2>{t("workflow.errors_title")}</h2>
                <ul>{errors.map(row)}</ul>
              </>
            )}
            {warnings.length > 0 && (
              <>
                <h2>{t("workflow.warnings_title")}</h2>
                <ul>{warnings.map(row)}</ul>
              </>
            )}
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** "Step · Lead in" */
export function useElementName(): (at: Element, name?: string) => string {
  const { t } = useTranslation();
  const doc = useDoc();
  return (at, name) => {
    const kind = t(`workflow.element.${at.element}`);
    if (at.element === "entry") return `${kind} · ${t(`workflow.entry_${at.id}`)}`;
    const one =
      at.element === "attribute"
        ? { name: attributesOf(doc).find((x) => x.id === at.id)?.label }
        : at.element === "workflow"
          ? {}
          : (found(doc, at) as { name?: string } | undefined);
    const called = one?.name || (at.element === "workflow" ? "" : name);
    return called ? `${kind} · ${called}` : kind;
  };
}
