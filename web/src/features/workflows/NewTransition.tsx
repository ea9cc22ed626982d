import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { freshId } from "./document";
import { useAct, useDoc, useEditing } from "./editing";
import { addTransition } from "./edits-ways";
import { freeName } from "./lists";

/** Makes a transition, and opens it where its name is asked for. */
export function useNewTransition(): (from: string | null, to?: string | null) => void {
  const { t } = useTranslation();
  const { select } = useEditing();
  const doc = useDoc();
  const act = useAct();
  return (from, to = null) => {
    const taken = doc.transitions.filter((one) => one.from === from).map((one) => one.name);
    const end = doc.steps.find((step) => step.id === to)?.name;
    const name = freeName(
      end ? t("workflow.to_step", { step: end }) : t("workflow.new_transition_name"),
      taken,
    );
    const id = freshId();
    act({ key: "add_transition", values: { name } }, (x) => addTransition(x, { name, from, to }, id));
    select({ element: "transition", id }, "name");
  };
}

export function NewTransitionButton({
  from = null,
  size = "sm",
  icon,
}: {
  from?: string | null;
  size?: string;
  icon?: ReactNode;
}) {
  const { t } = useTranslation();
  const make = useNewTransition();
  return (
    <Button variant="light" size={size} leftSection={icon} onClick={() => make(from)}>
      {t("workflow.new_transition")}
    </Button>
  );
}
