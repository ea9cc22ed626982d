import c from "./stage.module.css";

const OPEN = ["blue", "violet", "amber", "orange"];

/** A stage's color: won, lost and archived have their own, open ones take turns. */
export function stageColor(
  stage: { status: string; position?: number },
  position = stage.position ?? 0,
): string {
  if (stage.status === "won") return "var(--stage-green)";
  if (stage.status === "lost") return "var(--stage-red)";
  if (stage.status === "archived") return "var(--stage-gray)";
  return `var(--stage-${OPEN[position % OPEN.length]})`;
}

export function StageDot({
  stage,
  position,
}: {
  stage: { status: string; position?: number };
  position?: number;
}) {
  return <i className={c.dot} aria-hidden style={{ background: stageColor(stage, position) }} />;
}
