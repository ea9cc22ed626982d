import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import c from "./compare.module.css";
import { inWords } from "./compare-words";
import type { Change } from "./publishing-api";

const ICONS = { added: IconPlus, removed: IconMinus, changed: IconPencil };
const PLACE = new Set(["stage", "from", "to", "section"]);
const ORDER = ["workflow", "stage", "step", "transition", "entry", "follow_on", "attribute"];

type Labels = ReadonlyMap<string, string>;
const NONE: Labels = new Map();

/** What changed, element by element. `labels` are what attributes are called, by key. */
export function CompareChanges({
  changes,
  labels = NONE,
}: {
  changes: readonly Change[];
  labels?: Labels | undefined;
}) {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className={c.same}>{t("versions.same")}</p>;
  const elements = [...new Set([...ORDER, ...changes.map((one) => one.element)])];
  return (
    <div className={c.groups}>
      {elements.map((element) => {
        const mine = changes.filter((one) => one.element === element);
        if (mine.length === 0) return null;
        const label = t(`versions.element_${element}`, { defaultValue: element });
        return (
          <section key={element} aria-label={label}>
            <p className={c.group}>
              {label} <span>{mine.length}</span>
            </p>
            <ul className={c.changes}>
              {mine.map((one, at) => (
                <ChangeLine
                  key={`${one.id ?? one.name ?? ""}-${one.kind}-${at}`}
                  change={one}
                  labels={labels}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function ChangeLine({ change, labels }: { change: Change; labels: Labels }) {
  const { t } = useTranslation();
  const words = inWords(t, labels);
  const Icon = ICONS[change.kind];
  const name =
    change.element === "entry"
      ? t(`versions.entry_${change.id}`, { defaultValue: change.name ?? change.id ?? "" })
      : (change.name ?? "");
  // The name of what came or went stands before it already; of what went, only where it was is worth a word.
  const details = change.details.filter(({ what }) =>
    change.kind === "removed" ? PLACE.has(what) : change.kind === "changed" || what !== "name",
  );
  return (
    <li data-kind={change.kind}>
      <span className={c.sign}>
        <Icon size={14} stroke={2} aria-hidden />
      </span>
      <div>
        <b dir="auto">{name}</b> <span className={c.kind}>{t(`versions.kind_${change.kind}`)}</span>
        {details.length > 0 && (
          <ul className={c.details}>
            {details.map((one, at) => (
              <li key={`${one.what}-${at}`}>
                {t(`versions.what_${one.what}`, { defaultValue: one.what })}:{" "}
                {one.before !== null && (
                  <del dir="auto">{words(one.what, one.before) || t("versions.empty")}</del>
                )}
                {one.before !== null && one.after !== null && (
                  <>
                    {" "}
                    <Hidden>{t("versions.becomes")}</Hidden>
                    <span aria-hidden>→</span>{" "}
                  </>
                )}
                {one.after !== null && (
                  <ins dir="auto">{words(one.what, one.after) || t("versions.empty")}</ins>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
