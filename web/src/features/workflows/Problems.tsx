import { useTranslation } from "react-i18next";
import { FindingsButton } from "@/ui/editing/Findings";
import { attributesOf } from "./document";
import { useDoc, useEditing } from "./editing";
import type { Element } from "./elements";
import { found } from "./elements";
import { useSaid } from "./said";

/** What the check found, and how much; each leads to its element. */
export function Problems({ opened, onChange }: { opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useTranslation();
  const { jump } = useEditing();
  const name = useElementName();
  const findings = useSaid().map((one, i) => ({
    key: `${one.text} ${i}`,
    level: one.level,
    where: name(one.at, one.name),
    text: one.text,
    onJump: () => {
      onChange(false);
      jump(one.at, one.field ?? "name");
    },
  }));
  return (
    <FindingsButton
      opened={opened}
      onChange={onChange}
      findings={findings}
      words={{
        title: { error: t("workflow.errors_title"), warning: t("workflow.warnings_title") },
        count: (level, count) => t(`workflow.count_${level}s`, { count }),
        none: { title: t("workflow.no_problems"), hint: t("workflow.no_problems_hint") },
      }}
    />
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
