import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { Banner } from "@/ui/editing/Frame";
import { useFormats } from "@/ui/useFormats";
import { useDraft } from "./editing";
import type { Draft } from "./publishing-api";

/** What others did to the draft meanwhile, and that a newer version came by another way. */
export function Banners({
  loaded,
  onSeen,
  onCompare,
}: {
  loaded: Draft | null;
  onSeen: () => void;
  onCompare: (theirs: Draft) => void;
}) {
  const { t } = useTranslation();
  const now = useNow();
  const { when } = useFormats();
  const { ahead, draft } = useDraft();
  const told = (one: Draft) => ({
    name: one.edited_by?.name ?? t("workflow.somebody"),
    when: one.edited_at ? when(one.edited_at, now) : "",
  });
  return (
    <>
      {ahead && (
        <Banner tone="warn">
          <IconUsers size={17} stroke={1.8} aria-hidden />
          <span>{t("workflow.ahead_long", told(ahead))}</span>
          <Button variant="light" size="compact-sm" onClick={() => onCompare(ahead)}>
            {t("workflow.compare")}
          </Button>
        </Banner>
      )}
      {loaded && !ahead && (
        <Banner>
          <IconUsers size={17} stroke={1.8} aria-hidden />
          <span>{t("workflow.reloaded_long", told(loaded))}</span>
          <Button variant="subtle" size="compact-sm" onClick={onSeen}>
            {t("workflow.seen")}
          </Button>
        </Banner>
      )}
      {draft.behind && (
        <Banner tone="warn">
          <span>{t("workflow.behind", { number: draft.version, based: draft.based_on ?? 0 })}</span>
        </Banner>
      )}
    </>
  );
}
