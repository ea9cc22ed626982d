import { TextInput } from "@mantine/core";
import type { Element } from "./elements";
import { useErrors } from "./said";

/** A name: it changes the draft as it is typed, and says at once what is wrong with it. */
export function NameField({
  at,
  label,
  value,
  onChange,
  field = "name",
  placeholder,
  description,
}: {
  at: Element;
  label: string;
  value: string;
  onChange: (value: string) => void;
  field?: string;
  placeholder?: string;
  description?: string;
}) {
  const error = useErrors(at)(field);
  return (
    <TextInput
      label={label}
      data-field={field}
      dir="auto"
      maxLength={200}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      error={error}
      {...(placeholder && { placeholder })}
      {...(description && { description })}
    />
  );
}
