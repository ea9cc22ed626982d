import "@xyflow/react/dist/base.css";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFocusCentered, IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import {
  Background,
  BackgroundVariant,
  type NodeChange,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
} from "@xyflow/react";
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import { type Drop, dropAt } from "./drop";
import { edgesOf, type FlowNode, nodesOf, type Seen } from "./flow";
import { fit, frameOf, isReadable, nextStep, showing } from "./frame";
import { grouped, type PictureElement, type PictureGraph } from "./graph";
import { type Lit, lightOf, type Verdicts, withOpenWays } from "./judge";
import { placeLabels } from "./labels";
import { layout as layOut } from "./layout";
import { type Box, LANE, STEP } from "./measures";
import type { Order } from "./order";
import { Callout, type Doing, DoingContext, Lane, LineView, Slot, Step } from "./Parts";
import c from "./picture.module.css";
import { useWords } from "./words";

export type Finding = { level: "error" | "warning"; id: string; text: string };
export type Mark = "added" | "removed" | "changed";
export type PictureEditing = {
  /** A step was dropped into a lane, before the `index`-th of that lane's other steps. */
  onMoveStep?: (step: string, stage: string, index: number) => void;
  /** A line was drawn; `from` and `to` may be the same step. */
  onConnect?: (from: string, to: string) => void;
  /** A step is wanted at the end of a lane. */
  onAddStep?: (stage: string) => void;
};

/**
 * The workflow picture (W7), pure: it asks nothing of the server and fills the box that it is given.
 *
 * Viewer: `current` and `verdicts` (from `GET …/moves` by `verdictsOf`) decide the colors. `lit` and `onLight` let a list
 * beside it share what is under the pointer; without them it keeps that itself. `onPick`: a step was clicked, or Enter
 * pressed on it.
 *
 * Editor: with `edit`, steps are dragged between lanes and lines drawn from the dot at a step's right side; `onSelect`
 * hears of clicks on lanes, steps, lines and of one beside them (null), `selected` shows one. `findings` are placed on
 * their element by id, `marks` say what was added, removed or changed (a removed one must still be in `graph`), `notes` are
 * a word under a step's name. While it is edited, steps stand as `graph.steps` lists them.
 */
export type PictureProps = {
  graph: PictureGraph;
  current?: string | null;
  verdicts?: Verdicts;
  lit?: Lit | null;
  onLight?: (lit: Lit | null) => void;
  onPick?: (step: string) => void;
  edit?: PictureEditing;
  selected?: PictureElement | null;
  onSelect?: (element: PictureElement | null) => void;
  findings?: readonly Finding[];
  marks?: ReadonlyMap<string, Mark>;
  notes?: ReadonlyMap<string, string>;
  order?: Order;
  /** It stands among other things on a page that scrolls: the wheel goes on scrolling that, and zooms with Ctrl. */
  among?: boolean;
};

const TOOLS = 44;
const nodeTypes = { step: Step, lane: Lane, slot: Slot };
const edgeTypes = { line: LineView };
const NOBODY: Verdicts = new Map();
const UNMARKED: ReadonlyMap<string, Mark> = new Map();
const UNNOTED: ReadonlyMap<string, string> = new Map();

export default function Picture(props: PictureProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: PictureProps) {
  const { t } = useTranslation();
  const { current = null, verdicts = NOBODY, edit, onPick, onSelect, onLight, selected = null } = props;
  const order = props.order ?? (edit ? "given" : "woven");
  const graph = useMemo(
    () => (current ? withOpenWays(props.graph, verdicts, current) : props.graph),
    [props.graph, verdicts, current],
  );
  const onAddStep = edit?.onAddStep;
  const foot = onAddStep ? LANE.foot : 0;
  const layout = useMemo(() => layOut(graph, { order, foot }), [graph, order, foot]);
  const words = useWords(graph);
  const labels = useMemo(() => {
    const open = [...verdicts.values()].flatMap((v) => [...v.ways, ...v.barred].map((w) => w.id));
    return placeLabels(graph.transitions, layout, new Set(open));
  }, [graph, layout, verdicts]);
  const [own, setOwn] = useState<Lit | null>(null);
  const [here, setHere] = useState<string | null>(null);
  const [tab, setTab] = useState<string | null>(null);
  const [drag, setDrag] = useState<Seen["drag"]>(null);
  const [drop, setDrop] = useState<Drop | null>(null);
  const lit = props.lit !== undefined ? props.lit : own;
  const light = useMemo(() => lightOf(graph, verdicts, current, lit), [graph, verdicts, current, lit]);
  const findings = useMemo(() => grouped(props.findings ?? [], (f) => f.id), [props.findings]);
  const far = useStore((s) => (s.transform[2] < 0.34 ? "very" : s.transform[2] < 0.45 ? "" : undefined));
  const small = useStore((s) => s.transform[2] >= 0.45 && s.transform[2] < 0.72);
  const width = useStore((s) => s.width);
  const store = useStoreApi();
  const hint = useId();
  const box = useRef<HTMLElement>(null);

  const doing = useMemo<Doing>(
    () => ({
      light: (next) => {
        setOwn(next);
        setHere(next?.kind === "step" ? next.id : null);
        if (next?.kind === "step") setTab(next.id);
        onLight?.(next);
      },
      pick: (element) => {
        onSelect?.(element);
        if (element.kind === "step") onPick?.(element.id);
      },
      editable: edit !== undefined,
      addStep: onAddStep,
    }),
    [onLight, onSelect, onPick, edit, onAddStep],
  );
  const stop = (tab && layout.steps.has(tab) && tab) || (current ?? graph.steps[0]?.id ?? null);
  const seen: Seen = {
    graph,
    layout,
    labels,
    verdicts,
    light,
    words,
    current,
    findings,
    drag,
    drop,
    selected: selected?.id ?? null,
    tab: stop,
    marks: props.marks ?? UNMARKED,
    notes: props.notes ?? UNNOTED,
    editable: edit !== undefined,
    connect: (step) => t("picture.connect", { step: words.nameOf(step) }),
  };
  const nodes = nodesOf(seen);
  const edges = edgesOf(seen);
  const focus = useMemo(
    () => [
      ...(current ? [current] : []),
      ...[...verdicts].filter(([, v]) => v.state === "reachable").map(([id]) => id),
    ],
    [current, verdicts],
  );

  const chosen = useRef(false);
  const aim = aimOf(graph, layout, selected);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    for (const change of changes)
      if (change.type === "position" && change.position && change.dragging)
        setDrag({ id: change.id, ...change.position });
  }, []);
  const landing = (node: FlowNode): Drop | null =>
    dropAt(layout, node.id, { x: node.position.x + STEP.width / 2, y: node.position.y + STEP.height / 2 });
  const walk = (e: KeyboardEvent) => {
    const from = (e.target as HTMLElement).dataset.step;
    const next = from && e.key.startsWith("Arrow") ? nextStep(layout, from, e.key) : null;
    if (!next) return;
    e.preventDefault();
    box.current
      ?.querySelector<HTMLElement>(`[data-step="${CSS.escape(next)}"]`)
      ?.focus({ preventScroll: true });
  };
  const calloutOf = (step: string): string[] => {
    const verdict = verdicts.get(step);
    return [...(verdict ? words.long(verdict) : []), ...(findings.get(step) ?? []).map((f) => f.text)];
  };
  const besideOf = (step: string) => {
    const { transform, height } = store.getState();
    const [dx, dy, zoom] = transform;
    const place = layout.steps.get(step) ?? { x: 0, y: 0, ...STEP };
    const middle = (place.x + place.width / 2) * zoom + dx;
    const align = middle < 170 ? "start" : middle > width - 170 ? "end" : "center";
    return { above: (place.y + place.height) * zoom + dy > height * 0.7, align } as const;
  };

  return (
    <DoingContext.Provider value={doing}>
      <section
        ref={box}
        className={c.picture}
        aria-label={t("picture.label")}
        aria-describedby={hint}
        data-far={far}
        data-small={small || undefined}
        data-judged={verdicts.size > 0 || undefined}
        data-editable={edit ? true : undefined}
        onKeyDown={walk}
      >
        <Hidden id={hint}>{t("picture.hint")}</Hidden>
        <ReactFlow<FlowNode, (typeof edges)[number]>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          zIndexMode="manual"
          minZoom={0.15}
          maxZoom={2}
          nodesDraggable={edit?.onMoveStep !== undefined}
          nodesConnectable={edit?.onConnect !== undefined}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          connectionRadius={28}
          nodeDragThreshold={4}
          zoomOnDoubleClick={false}
          zoomOnScroll={!props.among}
          preventScrolling={!props.among}
          proOptions={{ hideAttribution: true }}
          onNodeMouseEnter={(_, node) =>
            node.type === "step" && doing.light({ kind: "step", id: node.id }, "pointer")
          }
          onNodeMouseLeave={(_, node) => node.type === "step" && doing.light(null, "pointer")}
          onEdgeMouseEnter={(_, edge) => doing.light({ kind: "transition", id: edge.id }, "pointer")}
          onEdgeMouseLeave={() => doing.light(null, "pointer")}
          onEdgeClick={(_, edge) => doing.pick({ kind: "transition", id: edge.id })}
          onPaneClick={() => onSelect?.(null)}
          onMove={(event) => {
            // None: it was moved by this page.
            if (event) chosen.current = true;
          }}
          onNodeDrag={(_, node) => setDrop(landing(node))}
          onNodeDragStop={(_, node) => {
            const found = drag ? landing(node) : null;
            setDrag(null);
            setDrop(null);
            if (found) edit?.onMoveStep?.(node.id, found.stage, found.index);
          }}
          onConnect={(made) => edit?.onConnect?.(made.source, made.target)}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--line)" />
          {here && here !== selected?.id && !drag && (
            <Callout step={here} lines={calloutOf(here)} beside={besideOf(here)} />
          )}
          <View layout={layout} focus={focus} aim={aim} chosen={chosen} />
        </ReactFlow>
      </section>
    </DoingContext.Provider>
  );
}

/** The steps, or the lane, of what is selected. */
function aimOf(
  graph: PictureGraph,
  layout: Seen["layout"],
  selected: PictureElement | null,
): { key: string; steps: readonly string[]; boxes: readonly Box[] } {
  if (!selected) return { key: "", steps: [], boxes: [] };
  const way = graph.transitions.find((one) => one.id === selected.id);
  const steps = way ? [way.from, way.to] : [selected.id];
  const lane = layout.lanes.find((one) => one.id === selected.id);
  return {
    key: selected.id,
    steps,
    boxes: lane ? [lane] : steps.flatMap((id) => layout.steps.get(id) ?? []),
  };
}

type ViewProps = {
  layout: Seen["layout"];
  focus: readonly string[];
  /** What is selected: it stays in sight. */
  aim: ReturnType<typeof aimOf>;
  /** Whether a person has chosen what to look at. */
  chosen: RefObject<boolean>;
};

/** Zoom and what is in sight. Once a person has chosen it, it moves only to show what is selected. */
function View({ layout, focus, aim, chosen }: ViewProps) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const width = useStore((s) => s.width);
  // The tools keep a strip at the foot.
  const height = useStore((s) => s.height - TOOLS);
  const placed = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an edit does not move what one looks at
  useEffect(() => {
    if (!(width > 0 && height > 0)) return;
    const size = { width, height };
    // With the fields beside it there is less room: rather a part of it than all of it too small.
    const kept = chosen.current || (placed.current && aim.key !== "" && !isReadable(layout, size));
    const view = kept ? flow.getViewport() : frameOf(layout, focus.length > 0 ? focus : aim.steps, size);
    placed.current = true;
    void flow.setViewport(showing(view, aim.boxes, size));
  }, [width, height, flow, focus, aim.key, layout.steps.size > 0]);
  const calm = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const go = { duration: calm ? 0 : 160 };
  const zoom = (act: typeof flow.zoomIn) => {
    chosen.current = true;
    return act(go);
  };
  const buttons = [
    ["zoom_in", IconPlus, () => zoom(flow.zoomIn)],
    ["zoom_out", IconMinus, () => zoom(flow.zoomOut)],
    [
      "fit",
      IconMaximize,
      () => {
        chosen.current = true;
        const all = { x: 0, y: 0, width: layout.width, height: layout.height };
        return flow.setViewport(fit(all, { width, height }), go);
      },
    ],
    ...(focus.length > 0
      ? ([
          [
            "to_current",
            IconFocusCentered,
            () => {
              chosen.current = false;
              return flow.setViewport(frameOf(layout, focus, { width, height }), go);
            },
          ],
        ] as const)
      : []),
  ] as const;
  return (
    <Panel position="bottom-left" className={c.tools}>
      {buttons.map(([key, Icon, act]) => (
        <Tooltip key={key} label={t(`picture.${key}`)} position="top">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={34}
            aria-label={t(`picture.${key}`)}
            onClick={() => void act()}
          >
            <Icon size={17} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Panel>
  );
}
