import { Alert, Button, Group, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, isApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { announce } from "@/ui/announce";
import { FindingLists } from "@/ui/editing/Findings";
import { RowsSkeleton } from "@/ui/page";
import { PHONE } from "@/ui/screen";
import { useProblem } from "@/ui/useProblem";
import { automationKey, publishDraft } from "./api";
import c from "./dialogs.module.css";
import { useDraft, useEditing } from "./editing";
import { useFindingWords, useTold } from "./Findings";
import { read } from "./recipe";
import { Reading } from "./Sentence";
import type { Detail, Finding } from "./shapes";

/** What publishing means: what it will do, in whose name, and what is still in the way. */
export function PublishDialog({
  automation,
  save,
  onJump,
  onTry,
  onClose,
}: {
  automation: Detail;
  save: () => Promise<boolean>;
  onJump: (finding: Finding) => void;
  onTry: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const me = useMe();
  const problem = useProblem();
  const queries = useQueryClient();
  const { store } = useEditing();
  const { doc: recipe, findings } = useDraft();
  const [saved, setSaved] = useState<boolean | null>(null);
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void save().then(setSaved);
  }, [save]);
  const errors = findings.filter((one) => one.level === "error");
  const told = useTold(onJump);
  const words = useFindingWords();
  const publish = useMutation<Detail, ApiError>({
    mutationFn: () => publishDraft(automation.id, store.get().revision),
    onSuccess: (now) => {
      queries.setQueryData(automationKey(now.id), now);
      void queries.invalidateQueries({ queryKey: keys.automations });
      announce(t("automation.published", { number: now.version }));
      onClose();
    },
    onError: (error) => {
      const found = error.problem.findings as Finding[] | undefined;
      if (found) store.found(found, store.get().doc);
    },
  });
  const live = automation.document && read(automation.document);
  return (
    <Modal
      opened
      onClose={onClose}
      radius={phone ? 0 : "lg"}
      fullScreen={!!phone}
      size={live ? 860 : 620}
      title={t("automation.publish_title", { name: automation.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {saved === null ? (
        <RowsSkeleton rows={3} height={60} />
      ) : (
        <div className={c.dialog}>
          {(!saved || (publish.error && !isApiError(publish.error, "automation_has_errors"))) && (
            <Alert color="red" role="alert" title={t("common.not_saved")}>
              {publish.error ? problem(publish.error) : t("automation.leave_hint")}
            </Alert>
          )}
          <FindingLists findings={told(findings)} words={words} />
          <div className={c.sides} data-one={!live || undefined}>
            {live && (
              <section>
                <h3>{t("automation.publish_before")}</h3>
                <Reading recipe={live} against={recipe} />
              </section>
            )}
            <section>
              <h3>{t("automation.publish_does")}</h3>
              <Reading recipe={recipe} against={live ?? undefined} />
            </section>
          </div>
          <p className={c.said}>{t("automation.publish_rights", { name: me?.name ?? "" })}</p>
          <p className={c.said}>
            {automation.version === null
              ? t("automation.publish_first")
              : t("automation.publish_next", { number: automation.version + 1 })}
          </p>
          <Group justify="space-between" gap={8}>
            <Button variant="subtle" onClick={onTry}>
              {t("automation.publish_try")}
            </Button>
            <Group gap={8}>
              <Button variant="default" onClick={onClose}>
                {t("common.cancel")}
              </Button>
              <Button
                loading={publish.isPending}
                disabled={!saved || errors.length > 0}
                onClick={() => publish.mutate()}
                data-autofocus
              >
                {errors.length > 0
                  ? t("automation.publish_barred", { count: errors.length })
                  : t("automation.publish")}
              </Button>
            </Group>
          </Group>
        </div>
      )}
    </Modal>
  );
}
