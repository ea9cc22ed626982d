import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { Refused } from "@/ui/forms";
import { Confirm } from "@/ui/page";
import { type Draft, useReplaceDraft, versionQuery } from "./publishing-api";

type Props = {
  workflow: Ref;
  number: number;
  draft: Draft;
  unsaved: boolean;
  onDraft: (draft: Draft) => void;
  onClose: () => void;
};

/** An old version becomes the draft; what the draft holds is lost by that, so it is asked for. */
export function VersionsTakeDialog({ workflow, number, draft, unsaved, onDraft, onClose }: Props) {
  const { t } = useTranslation();
  const version = useQuery(versionQuery(workflow.id, number));
  const replace = useReplaceDraft(workflow.id, (now) => {
    announce(t("versions.taken", { number }));
    onDraft(now);
  });
  const loses = draft.changed || unsaved;
  const error = version.error ?? replace.error;
  return (
    <Confirm
      title={t("versions.take_title", { number })}
      action={t(loses ? "versions.take_over" : "versions.take")}
      danger={loses}
      busy={replace.isPending || version.isPending}
      onConfirm={() =>
        version.data && replace.mutate({ document: version.data.document, revision: draft.revision })
      }
      onClose={onClose}
    >
      <Refused error={error} mb="sm" />
      <p>{t("versions.take_hint", { number })}</p>
      {loses && <p>{t("versions.take_loses")}</p>}
    </Confirm>
  );
}
