import { Button } from "@mantine/core";
import { IconCloudOff, IconMoodEmpty } from "@tabler/icons-react";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { EmptyState } from "@/ui/bits";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        as="h1"
        icon={<IconMoodEmpty size={24} aria-hidden />}
        title={t("error.not_found")}
        action={
          <Button component={Link} to="/" variant="light">
            {t("error.to_board")}
          </Button>
        }
      >
        {t("error.not_found_hint")}
      </EmptyState>
    </main>
  );
}

/** What, why, and again: never a blank screen. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const request = isApiError(error) ? error.requestId : undefined;
  return (
    <EmptyState
      icon={<IconCloudOff size={24} aria-hidden />}
      title={t("error.broken")}
      action={
        <Button
          variant="light"
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          {t("common.retry")}
        </Button>
      }
    >
      {isApiError(error) ? error.message : t("error.broken_hint")}
      {request && ` (${request})`}
    </EmptyState>
  );
}
