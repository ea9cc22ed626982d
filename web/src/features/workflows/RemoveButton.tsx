import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** At the foot of an element's form. */
export const RemoveButton = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <Button
    variant="subtle"
    color="red"
    size="compact-sm"
    leftSection={<IconTrash size={15} aria-hidden />}
    onClick={onClick}
  >
    {children}
  </Button>
);
