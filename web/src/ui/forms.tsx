import { Alert, type AlertProps, Button, Group, Modal, Stack } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { useProblem } from "./useProblem";

/** Why something was not done. */
export function Refused({ error, mb }: { error: unknown } & Pick<AlertProps, "mb">) {
  const problem = useProblem();
  if (!error) return null;
  return (
    <Alert color="red" role="alert" mb={mb}>
      {problem(error)}
    </Alert>
  );
}

type Ends = {
  /** What sending it does; saves, where it is not said. */
  action?: string;
  disabled?: boolean;
  busy: boolean;
  onCancel: () => void;
};

export function FormEnds({ action, disabled = false, busy, onCancel }: Ends) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {t("common.cancel")}
      </Button>
      <Button type="submit" loading={busy} disabled={disabled}>
        {action ?? t("common.save")}
      </Button>
    </Group>
  );
}

type Props = Pick<Ends, "action" | "disabled"> & {
  /** What sends it; a refusal that names a field is said at that field, by whoever draws it. */
  sending: { isPending: boolean; error: ApiError | null };
  onSubmit: () => void;
  children: ReactNode;
};

/** Fields, why they were not taken, and its ends: none where there is nothing to cancel. Sent once at a time. */
export function Form({
  label,
  gap = "sm",
  sending,
  action,
  disabled,
  onSubmit,
  onCancel,
  onKeyDown,
  children,
}: Props & {
  label?: string;
  gap?: "sm" | "md";
  onCancel?: (() => void) | undefined;
  onKeyDown?: (e: KeyboardEvent) => void;
}) {
  return (
    <form
      noValidate
      aria-label={label}
      onKeyDown={onKeyDown}
      onSubmit={(e) => {
        e.preventDefault();
        if (!sending.isPending) onSubmit();
      }}
    >
      <Stack gap={gap}>
        {sending.error?.fields.length === 0 && <Refused error={sending.error} />}
        {children}
        {onCancel && (
          <FormEnds
            {...(action ? { action } : {})}
            disabled={disabled ?? false}
            busy={sending.isPending}
            onCancel={onCancel}
          />
        )}
      </Stack>
    </form>
  );
}

/** A form in a window of its own. */
export function FormDialog({
  title,
  size = "md",
  onClose,
  ...form
}: Props & { title: string; size?: number | string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      size={size}
      title={title}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Form {...form} gap="md" onCancel={onClose} />
    </Modal>
  );
}
