import { Button, Modal, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowsMaximize } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity, Schemas } from "@/lib/types";
import { EmptyState } from "@/ui/bits";
import { PHONE } from "@/ui/screen";
import { useProblem } from "@/ui/useProblem";
import { movesQuery } from "./api";
import { useMove } from "./moving";
import { type Lit, Picture, type PictureGraph, verdictsOf } from "./picture";
import { FromHere } from "./picture/FromHere";
import { workflowQuery } from "./useStages";
import c from "./ways.module.css";

const LEGEND = ["current", "reachable", "pointed", "idle"] as const;

/** Where it stands in its workflow and where it may go from there (W7): the picture, and the same in words. */
export default function WorkflowTab({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const moves = useQuery(movesQuery(o.id));
  const workflow = useQuery({
    ...workflowQuery(moves.data?.workflow.id ?? ""),
    enabled: moves.data !== undefined,
  });
  const failed = moves.error ?? workflow.error;
  const graph = workflow.data?.graph;
  if (failed)
    return (
      <EmptyState
        title={t("picture.failed")}
        action={
          <Button
            variant="light"
            size="xs"
            onClick={() => void Promise.all([moves.refetch(), workflow.refetch()])}
          >
            {t("common.retry")}
          </Button>
        }
      >
        {problem(failed)}
      </EmptyState>
    );
  if (!moves.data || !graph) return <Skeleton height={290} radius="lg" />;
  return <Shown o={o} moves={moves.data} graph={graph} />;
}

function Shown({ o, moves, graph }: { o: Opportunity; moves: Schemas["MovesOut"]; graph: PictureGraph }) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const [large, setLarge] = useState(false);
  const [lit, setLit] = useState<Lit | null>(null);
  const move = useMove();
  const current = moves.step.id;
  const verdicts = useMemo(() => verdictsOf(moves.moves, current), [moves, current]);
  const show = useCallback((step: string) => {
    const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(step)}"]`);
    row?.scrollIntoView({ block: "nearest" });
  }, []);
  const go = (transition: string, step: string) => {
    setLit(null);
    const stage = moves.moves.find((m) => m.step.id === step)?.stage;
    move({ id: o.id, name: o.title, revision: o.revision, to: { transition }, stage });
  };
  const picture = (
    <Picture
      among={!large}
      graph={graph}
      current={current}
      verdicts={verdicts}
      lit={lit}
      onLight={setLit}
      onPick={show}
    />
  );
  const list = (
    <FromHere graph={graph} current={current} verdicts={verdicts} lit={lit} onLight={setLit} onGo={go} />
  );
  return (
    <div className={c.tab}>
      {!large && (
        <>
          <Button
            className={c.expand}
            variant="default"
            size="compact-sm"
            leftSection={<IconArrowsMaximize size={14} aria-hidden />}
            onClick={() => setLarge(true)}
          >
            {t("picture.open")}
          </Button>
          <div className={c.preview}>{picture}</div>
          {list}
        </>
      )}
      <Modal
        opened={large}
        onClose={() => setLarge(false)}
        title={t("picture.version", { name: moves.workflow.name, version: moves.workflow.version })}
        fullScreen
        radius={0}
        transitionProps={{ duration: 0 }}
        closeButtonProps={{ "aria-label": t("common.close") }}
        styles={{
          content: { display: "flex", flexDirection: "column" },
          body: {
            flex: 1,
            minHeight: 0,
            padding: 0,
            display: "flex",
            flexDirection: "column",
            overflow: phone ? "auto" : "hidden",
          },
        }}
      >
        <div className={c.large}>
          <ul className={c.legend} aria-label={t("picture.legend")}>
            {LEGEND.map((k) => (
              <li key={k} data-k={k}>
                {t(`picture.${k}`)}
              </li>
            ))}
          </ul>
          <div className={c.canvas}>{picture}</div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <div className={c.beside} tabIndex={0}>
            {list}
          </div>
        </div>
      </Modal>
    </div>
  );
}
