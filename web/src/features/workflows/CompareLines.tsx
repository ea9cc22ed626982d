import { IconArrowsVertical } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import c from "./compare.module.css";
import { fold } from "./compare-lines";
import type { Line } from "./publishing-api";

const SIGNS = { added: "+", removed: "−", same: "" };

/** Two files line by line: added green, removed red; what is the same is folded away and can be opened. */
export function CompareLines({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const blocks = fold(lines);
  let at = 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by the keyboard
    <section className={c.lines} aria-label={t("versions.by_lines")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <Hidden>{t("versions.line_before")}</Hidden>
            </th>
            <th scope="col">
              <Hidden>{t("versions.line_after")}</Hidden>
            </th>
            <th scope="col">
              <Hidden>{t("versions.text")}</Hidden>
            </th>
          </tr>
        </thead>
        {blocks.map((block) => {
          const start = at;
          at += block.lines.length;
          const folded = block.kind === "folded" && !open.has(start);
          return (
            <tbody key={start}>
              {folded ? (
                <tr className={c.fold}>
                  <td colSpan={3}>
                    <button type="button" onClick={() => setOpen(new Set([...open, start]))}>
                      <IconArrowsVertical size={14} stroke={1.8} aria-hidden />
                      {t("versions.unfold", { count: block.lines.length })}
                    </button>
                  </td>
                </tr>
              ) : (
                block.lines.map((line, i) => (
                  <tr key={`${start + i}`} data-kind={line.kind}>
                    <td>{line.from_line}</td>
                    <td>{line.to_line}</td>
                    <td>
                      <i aria-hidden>{SIGNS[line.kind]}</i>
                      {line.kind !== "same" && <Hidden>{t(`versions.kind_${line.kind}`)}: </Hidden>}
                      <code>{line.text || " "}</code>
                    </td>
                  </tr>
                ))
              )}
            </tbody>
          );
        })}
      </table>
    </section>
  );
}
