import { Button, SegmentedControl } from "@mantine/core";
import { IconArrowBackUp, IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import type { Ref } from "@/lib/types";
import { Picture } from "@/opportunity/picture";
import { Chip } from "@/ui/bits";
import { Failed, Panel, RowsSkeleton } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { fileAddress, versionQuery } from "./publishing-api";
import c from "./versions.module.css";

type Props = {
  workflow: Ref;
  number: number;
  current: boolean;
  back: ReactNode;
  mayTake: boolean;
  onTake: () => void;
};

/** One published version, as a picture and as its file. */
export function VersionsOne({ workflow, number, current, back, mayTake, onTake }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const { when } = useFormats();
  const [how, setHow] = useState("picture");
  const query = useQuery(versionQuery(workflow.id, number));
  const version = query.data;
  return (
    <Panel
      title={t("versions.version", { number })}
      note={
        <>
          {current && (
            <>
              <Chip tone="ok">{t("versions.current")}</Chip>{" "}
            </>
          )}
          {version &&
            (version.published_by
              ? t("versions.published_by", {
                  when: when(version.published_at, now),
                  name: version.published_by.name,
                })
              : when(version.published_at, now))}
        </>
      }
      actions={back}
    >
      <div className={c.one}>
        <div className={c.tools}>
          <SegmentedControl
            size="xs"
            aria-label={t("versions.show_as")}
            data={["picture", "file"].map((value) => ({ value, label: t(`versions.as_${value}`) }))}
            value={how}
            onChange={setHow}
          />
          <span className={c.space} />
          {mayTake && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowBackUp size={16} stroke={1.8} aria-hidden />}
              onClick={onTake}
            >
              {t("versions.take")}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            component="a"
            href={fileAddress(workflow.id, number)}
            download
            leftSection={<IconDownload size={16} stroke={1.8} aria-hidden />}
          >
            {t("versions.download")}
          </Button>
        </div>
        {query.isError ? (
          <Failed title={t("versions.failed_one")} error={query.error} retry={query.refetch} />
        ) : !version ? (
          <RowsSkeleton rows={5} height={60} />
        ) : how === "file" ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
          <section className={c.file} tabIndex={0} aria-label={t("versions.as_file")}>
            <pre>{version.text}</pre>
          </section>
        ) : (
          <div className={c.picture}>
            <Picture graph={version.graph} among />
          </div>
        )}
      </div>
    </Panel>
  );
}
