import type { ComponentProps } from "react";
import type { Me } from "@/lib/types";
import { ConditionForm } from "@/opportunity/fields/ConditionForm";
import { useFields } from "@/opportunity/fields/useFields";

type Props = Omit<ComponentProps<typeof ConditionForm>, "of"> & { team: Me["teams"][number] };

/** One filter by a field of the board's team. */
export default function FieldForm({ team, ...form }: Props) {
  return <ConditionForm {...form} of={useFields(team, { enabled: true })} />;
}
