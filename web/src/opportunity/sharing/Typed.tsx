import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import c from "./ending.module.css";
import { asText, type TypedLine } from "./typed";

/** What somebody typed and could not save, to be read and copied. */
export function TypedBox({ lines }: { lines: readonly TypedLine[] }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  if (lines.length === 0) return null;
  const copy = async () => {
    await navigator.clipboard?.writeText(asText(lines));
    setCopied(true);
    announce(t("share.copied"));
  };
  return (
    <section className={c.typed} aria-label={t("share.typed")}>
      <header>
        <h3>{t("share.typed")}</h3>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          onClick={() => void copy()}
        >
          {t(copied ? "share.copied" : "share.copy")}
        </Button>
      </header>
      <dl>
        {lines.map((line) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd dir="auto">{line.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
