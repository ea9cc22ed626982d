import { Alert, Button, Checkbox } from "@mantine/core";
import { IconGitMerge, IconRocket } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { Failed, RowsSkeleton } from "@/ui/page";
import { CompareView } from "./CompareView";
import { PublishFindings } from "./PublishFindings";
import { PublishFoot } from "./PublishFoot";
import { PublishMap } from "./PublishMap";
import { PublishRefused } from "./PublishRefused";
import c from "./publish.module.css";
import { barOf, mapOf, type StepMap } from "./publish-map";
import {
  compareQuery,
  type Draft,
  type Finding,
  type Published,
  simulationQuery,
  usePublish,
  versionQuery,
} from "./publishing-api";
import { SimulationFigures } from "./SimulationFigures";
import { SimulationHistory, SPANS } from "./SimulationHistory";

type Props = {
  draft: Draft;
  onJump: (finding: Finding) => void;
  onPublished: (published: Published) => void;
  onClose: () => void;
};

function Part({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={c.part} aria-label={title}>
      <h3>
        {title}
        {note && <span>{note}</span>}
      </h3>
      {children}
    </section>
  );
}

/** Everything that there is to know before one publishes, in the order in which it matters. */
export function PublishLook({ draft, onJump, onPublished, onClose }: Props) {
  const { t } = useTranslation();
  const workflow = draft.workflow.id;
  const [days, setDays] = useState<number>(SPANS[1]);
  const [chosen, setChosen] = useState<StepMap>({});
  const [confirmed, setConfirmed] = useState(false);
  const [agreed, setAgreed] = useState(false);
  const simulating = useQuery(simulationQuery(workflow, draft, days, chosen));
  const publish = usePublish(workflow, onPublished);
  // Another may publish while this stands open: the refusal names what is the newest then.
  const [seen, setSeen] = useState<number | null>(null);
  const newest = seen ?? draft.version;
  const behind = draft.behind || newest !== draft.version;
  const simulation = simulating.data;

  if (simulating.isError)
    return <Failed title={t("publish.failed")} error={simulating.error} retry={simulating.refetch} />;
  if (!simulation)
    return (
      <div className={c.body}>
        <p className={c.quiet}>{t("publish.trying")}</p>
        <RowsSkeleton rows={5} height={64} />
      </div>
    );
  const map = mapOf(simulation.removed, chosen, draft.document);
  const bar = barOf({ draft: { ...draft, behind }, simulation, map, confirmed, agreed });
  return (
    <>
      <div className={c.body} aria-busy={simulating.isFetching}>
        {publish.error && <PublishRefused error={publish.error} />}
        {behind && newest !== null && (
          <Behind draft={draft} newest={newest} agreed={agreed} onAgree={setAgreed} />
        )}
        <PublishFindings findings={simulation.findings} onJump={onJump} />
        {draft.version !== null && (
          <Part title={t("publish.opportunities")}>
            <SimulationFigures simulation={simulation} />
            <PublishMap
              removed={simulation.removed}
              document={draft.document}
              map={map}
              chosen={chosen}
              onChoose={(removed, to) => {
                setChosen({ ...chosen, [removed]: to });
                setConfirmed(false);
              }}
              confirmed={confirmed}
              onConfirm={setConfirmed}
            />
          </Part>
        )}
        {newest !== null && <Changes draft={draft} newest={newest} />}
        {draft.version !== null && (
          <Part title={t("publish.history")}>
            <SimulationHistory history={simulation.history} days={simulation.days} onDays={setDays} />
          </Part>
        )}
      </div>
      <PublishFoot
        version={(newest ?? 0) + 1}
        simulation={simulation}
        document={draft.document}
        map={map}
        bar={bar}
        may={draft.may.publish}
        onClose={onClose}
      >
        <Button
          leftSection={<IconRocket size={17} stroke={1.8} aria-hidden />}
          disabled={bar !== null || !draft.may.publish}
          loading={publish.isPending}
          aria-describedby="publish-sentence"
          onClick={() =>
            publish.mutate(
              { revision: draft.revision, map, over: behind ? newest : null },
              {
                // What was shown is no longer so: look at it anew.
                onError: (error) => {
                  setSeen(newestOf(error) ?? seen);
                  setConfirmed(false);
                  setAgreed(false);
                  void simulating.refetch();
                },
              },
            )
          }
        >
          {t("publish.action")}
        </Button>
      </PublishFoot>
    </>
  );
}

function newestOf(error: unknown): number | null {
  const version = isApiError(error, "draft_behind") ? error.problem.version : null;
  return typeof version === "number" ? version : null;
}

/** Another version was published by another way since this draft began. */
function Behind({
  draft,
  newest,
  agreed,
  onAgree,
}: {
  draft: Draft;
  newest: number;
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
}) {
  const { t } = useTranslation();
  const from = draft.based_on;
  const comparing = useQuery({
    ...compareQuery(draft.workflow.id, from ?? newest, newest),
    enabled: from !== null && from !== newest,
  });
  const before = useQuery({ ...versionQuery(draft.workflow.id, from ?? newest), enabled: from !== null });
  const after = useQuery(versionQuery(draft.workflow.id, newest));
  const documents =
    before.data && after.data ? { before: before.data.document, after: after.data.document } : undefined;
  const title = t("publish.behind", { version: newest });
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconGitMerge size={17} stroke={1.8} aria-hidden />}
      title={title}
      classNames={{ message: c.behind }}
    >
      <p className={c.said}>
        {from === null
          ? t("publish.behind_none", { version: newest })
          : t("publish.behind_hint", { from, version: newest })}
      </p>
      {comparing.data && <CompareView comparison={comparing.data} documents={documents} />}
      <Checkbox
        label={t("publish.behind_agree", { version: newest })}
        checked={agreed}
        onChange={(e) => onAgree(e.currentTarget.checked)}
      />
    </Alert>
  );
}

/** What publishing changes, from the newest version to the draft. */
function Changes({ draft, newest }: { draft: Draft; newest: number }) {
  const { t } = useTranslation();
  const comparing = useQuery(compareQuery(draft.workflow.id, newest, "draft", draft.revision));
  const before = useQuery(versionQuery(draft.workflow.id, newest)).data?.document;
  const title = t("publish.changes");
  return (
    <Part title={title} note={t("publish.against", { version: newest })}>
      {comparing.isError ? (
        <Failed title={t("versions.failed")} error={comparing.error} retry={comparing.refetch} />
      ) : comparing.data ? (
        <CompareView
          comparison={comparing.data}
          documents={before ? { before, after: draft.document } : undefined}
        />
      ) : (
        <RowsSkeleton rows={2} height={40} />
      )}
    </Part>
  );
}
