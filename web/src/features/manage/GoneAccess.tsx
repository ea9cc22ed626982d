import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconEyeSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { withWords } from "@/lib/words";

const AccessDialog = lazy(() => withWords("sharing", import("@/opportunity/sharing/AccessDialog")));

/** Who could see an opportunity that is deleted: asked where its shares still stand (S11). `small`: as a mark, in a row. */
export function GoneAccess({ id, number, small }: { id: string; number: number; small: boolean }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const label = t("access.title");
  return (
    <>
      {small ? (
        <Tooltip label={label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={label}
            onClick={() => setOpened(true)}
          >
            <IconEyeSearch size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconEyeSearch size={14} aria-hidden />}
          onClick={() => setOpened(true)}
        >
          {label}
        </Button>
      )}
      <Suspense>
        {opened && (
          <AccessDialog o={{ id }} of={t("access.of_deleted", { number })} onClose={() => setOpened(false)} />
        )}
      </Suspense>
    </>
  );
}
