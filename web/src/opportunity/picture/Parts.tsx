import {
  IconAlertTriangle,
  IconArrowRight,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleX,
  IconForms,
  IconLock,
  IconMinus,
  IconPencil,
  IconPlus,
  IconX,
} from "@tabler/icons-react";
import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Handle,
  type NodeProps,
  NodeToolbar,
  Position,
} from "@xyflow/react";
import { createContext, memo, useContext } from "react";
import { useTranslation } from "react-i18next";
import { stageColor } from "../StageDot";
import type { LaneNode, LineEdge, StepNode } from "./flow";
import type { Lit } from "./judge";
import n from "./lane.module.css";
import l from "./line.module.css";
import type { Finding, Mark } from "./Picture";
import c from "./picture.module.css";

/** What the parts tell the picture; steady, so that no part is drawn anew for it. */
export type Doing = {
  light: (lit: Lit | null, where: "pointer" | "focus") => void;
  pick: (element: { kind: "stage" | "step" | "transition"; id: string }) => void;
  editable: boolean;
  addStep?: ((stage: string) => void) | undefined;
};
export const DoingContext = createContext<Doing>({
  light: () => undefined,
  pick: () => undefined,
  editable: false,
});

const MARKS = { added: IconPlus, removed: IconMinus, changed: IconPencil } as const;

function Badges({ findings, mark }: { findings: readonly Finding[]; mark: Mark | undefined }) {
  const { t } = useTranslation();
  const errors = findings.filter((f) => f.level === "error");
  const warnings = findings.length - errors.length;
  const Icon = mark && MARKS[mark];
  const title = findings.map((f) => f.text).join("\n");
  if (findings.length === 0 && !Icon) return null;
  return (
    <span className={c.badges}>
      {errors.length > 0 && (
        <span
          className={c.badge}
          data-tone="bad"
          title={title}
          role="img"
          aria-label={t("picture.errors", { count: errors.length })}
        >
          <IconX size={13} stroke={2.6} aria-hidden />
          {errors.length > 1 && errors.length}
        </span>
      )}
      {warnings > 0 && (
        <span
          className={c.badge}
          data-tone="warn"
          title={title}
          role="img"
          aria-label={t("picture.warnings", { count: warnings })}
        >
          <IconAlertTriangle size={13} stroke={2.2} aria-hidden />
          {warnings > 1 && warnings}
        </span>
      )}
      {Icon && mark && (
        <span className={c.badge} data-tone={mark} role="img" aria-label={t(`picture.${mark}`)}>
          <Icon size={13} stroke={2.4} aria-hidden />
        </span>
      )}
    </span>
  );
}

const GLYPH = { size: 17, stroke: 1.9, "aria-hidden": true } as const;

export const Step = memo(function Step({ id, data, dragging }: NodeProps<StepNode>) {
  const { light, pick, editable } = useContext(DoingContext);
  const { state, way } = data;
  return (
    <div
      className={c.step}
      data-testid={`step-${id}`}
      data-state={state}
      data-lit={data.lit || undefined}
      data-way={way || undefined}
      data-selected={data.selected || undefined}
      data-mark={data.mark}
      data-dragging={dragging || undefined}
    >
      <Handle type="target" position={Position.Left} className={c.target} isConnectableStart={false} />
      <button
        type="button"
        className={c.face}
        aria-label={data.said}
        aria-current={state === "current" ? "step" : undefined}
        aria-pressed={editable ? data.selected : undefined}
        data-step={id}
        tabIndex={data.tab ? 0 : -1}
        onFocus={() => light({ kind: "step", id }, "focus")}
        onBlur={() => light(null, "focus")}
        onClick={() => pick({ kind: "step", id })}
      >
        <span className={c.glyph}>
          {way > 0 ? (
            <b className={c.number}>{way}</b>
          ) : state === "current" ? (
            <IconCircleCheckFilled {...GLYPH} />
          ) : state === "reachable" ? (
            <IconArrowRight {...GLYPH} />
          ) : state === "idle" ? (
            data.barred ? (
              <IconLock {...GLYPH} />
            ) : (
              <IconCircleDashed {...GLYPH} />
            )
          ) : (
            <i className={c.blank} />
          )}
        </span>
        <span className={c.text}>
          <b dir="auto" title={data.name}>
            {data.name}
          </b>
          {data.word && <small title={data.word}>{data.word}</small>}
        </span>
        {data.asks > 0 && (
          <span className={c.asks}>
            <IconForms size={14} stroke={1.8} aria-hidden />
            {data.asks}
          </span>
        )}
      </button>
      <Badges findings={data.findings} mark={data.mark} />
      <Handle
        type="source"
        position={Position.Right}
        className={c.source}
        isConnectable={editable}
        title={data.connect}
      />
    </div>
  );
});

export const Lane = memo(function Lane({ data }: NodeProps<LaneNode>) {
  const { t } = useTranslation();
  const { pick, editable, addStep } = useContext(DoingContext);
  const { lane, drop, selected } = data;
  const stage = lane.stage;
  const inside = (
    <>
      <i aria-hidden />
      <span className={c.laneName} dir="auto" title={stage?.name}>
        {stage?.name ?? t("picture.no_stage")}
      </span>
      {stage && stage.status !== "open" && <small>{t(`picture.status_${stage.status}`)}</small>}
    </>
  );
  return (
    <div
      className={c.lane}
      data-testid={`lane-${lane.id}`}
      data-drop={drop || undefined}
      data-selected={selected || undefined}
      data-lost={!stage || undefined}
      data-mark={data.mark}
      style={{ ["--stage" as string]: stage ? stageColor(stage, lane.position) : "var(--warn)" }}
    >
      {editable && stage ? (
        <button
          type="button"
          className={c.laneHead}
          tabIndex={-1}
          onClick={() => pick({ kind: "stage", id: stage.id })}
        >
          {inside}
        </button>
      ) : (
        <div className={c.laneHead}>{inside}</div>
      )}
      <Badges findings={data.findings} mark={data.mark} />
      {lane.steps.length === 0 && <p className={c.none}>{t("picture.empty")}</p>}
      {addStep && stage && (
        <button
          type="button"
          className={n.add}
          aria-label={t("picture.add_step_to", { stage: stage.name })}
          onClick={() => addStep(stage.id)}
        >
          <IconPlus size={15} stroke={2} aria-hidden />
          {t("picture.add_step")}
        </button>
      )}
    </div>
  );
});

export const Slot = memo(function Slot() {
  return <div className={c.slot} />;
});

export const LineView = memo(function LineView(props: EdgeProps<LineEdge>) {
  const { light, pick } = useContext(DoingContext);
  const { id, data, markerEnd } = props;
  if (!data) return null;
  const { tone, label, loose } = data;
  const path = loose ? getBezierPath(props)[0] : data.path;
  const shown = label && (!label.quiet || tone === "lit" || tone === "way") && !loose;
  const Icon = data.mark && MARKS[data.mark];
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={l.line}
        data-testid={`line-${id}`}
        data-tone={tone}
        data-barred={data.barred || undefined}
        data-mark={data.mark}
        {...(markerEnd ? { markerEnd } : {})}
        interactionWidth={14}
      />
      {shown && (
        <EdgeLabelRenderer>
          <div
            className={l.label}
            data-testid={`name-${id}`}
            data-tone={tone}
            data-mark={data.mark}
            data-selected={data.selected || undefined}
            aria-hidden
            title={data.name}
            style={{
              ["--most" as string]: `${label.width + (Icon || data.barred || data.findings.length > 0 ? 18 : 2)}px`,
              transform: `translate(-50%,-50%) translate(${label.x}px,${label.y}px)`,
            }}
            onMouseEnter={() => light({ kind: "transition", id }, "pointer")}
            onMouseLeave={() => light(null, "pointer")}
            onClick={() => pick({ kind: "transition", id })}
          >
            {Icon && <Icon size={11} stroke={2.6} />}
            {data.barred && <IconLock size={11} stroke={2.2} />}
            {data.findings.length > 0 &&
              (data.findings.some((f) => f.level === "error") ? (
                <IconCircleX size={12} stroke={2.2} className={l.bad} />
              ) : (
                <IconAlertTriangle size={12} stroke={2.2} className={l.warn} />
              ))}
            <span dir="auto">{data.name}</span>
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** Beside the step under the pointer or the focus: why it is grey, or what it will ask for. */
type Beside = { above: boolean; align: "start" | "center" | "end" };
export function Callout({ step, lines, beside }: { step: string; lines: readonly string[]; beside: Beside }) {
  if (lines.length === 0) return null;
  return (
    <NodeToolbar
      nodeId={step}
      isVisible
      position={beside.above ? Position.Top : Position.Bottom}
      align={beside.align}
      offset={8}
    >
      <div className={c.callout} data-testid="callout" aria-hidden>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </NodeToolbar>
  );
}
