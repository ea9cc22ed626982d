import { Button, Popover } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import c from "./findings.module.css";

type Level = "error" | "warning";
/** What is wrong, where, and what leads there. */
export type Told = { key: string; level: Level; where: string; text: string; onJump: () => void };

export function FindingSign({ level, size = 15 }: { level: Level; size?: number }) {
  const Icon = level === "error" ? IconCircleX : IconAlertTriangle;
  return <Icon size={size} stroke={2} aria-hidden />;
}

export type FindingWords = {
  title: Record<Level, string>;
  count: (level: Level, count: number) => string;
  none: { title: string; hint: string };
};

const LEVELS = ["error", "warning"] as const;
const of = (findings: readonly Told[], level: Level) => findings.filter((one) => one.level === level);

function Lists({ findings, words }: { findings: readonly Told[]; words: FindingWords }) {
  return LEVELS.map((level) => {
    const list = of(findings, level);
    return (
      list.length > 0 && (
        <section key={level}>
          <h2>{words.title[level]}</h2>
          <ul>
            {list.map(({ key, where, text, onJump }) => (
              <li key={key} data-level={level}>
                <button type="button" onClick={onJump}>
                  <FindingSign level={level} size={16} />
                  <span>
                    <small>{where}</small>
                    {text}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )
    );
  });
}

/** What a check found, errors first; nothing where it found nothing. */
export function FindingLists(props: { findings: readonly Told[]; words: FindingWords }) {
  if (props.findings.length === 0) return null;
  return (
    <div className={c.findings}>
      <Lists {...props} />
    </div>
  );
}

/** How much a check found; opens the list of it, and each leads to its place. */
export function FindingsButton({
  opened,
  onChange,
  findings,
  words,
}: {
  opened: boolean;
  onChange: (opened: boolean) => void;
  findings: readonly Told[];
  words: FindingWords;
}) {
  const found = LEVELS.filter((level) => of(findings, level).length > 0);
  const [worst = "none"] = found;
  const Icon = worst === "error" ? IconCircleX : worst === "warning" ? IconAlertTriangle : IconCircleCheck;
  const label =
    found.map((level) => words.count(level, of(findings, level).length)).join(" · ") || words.none.title;
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width="min(380px, calc(100vw - 28px))"
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={c.check}
          data-tone={worst}
          data-testid="findings"
          leftSection={<Icon size={17} stroke={1.9} aria-hidden />}
          onClick={() => onChange(!opened)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={c.findings} aria-label={label}>
        {findings.length === 0 && <p>{words.none.hint}</p>}
        <Lists findings={findings} words={words} />
      </Popover.Dropdown>
    </Popover>
  );
}
