import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/ui/useFormats";
import type { Share } from "./api";
import cells from "./cells.module.css";
import type { GridColumn } from "./Grid";
import { ShareActs } from "./ShareActs";
import { Access, From, Giver, Grantee, Request, State, Until } from "./shareCells";

const DOWN = true;
const UP = false;
/** What stands in the history by itself (S8), how wide, and which way it is ordered first. */
const MODELS = {
  opportunity: { width: 180, sort: { key: "opportunity", descending: UP } },
  with: { width: 144, sort: { key: "with", descending: UP } },
  by: { width: 116, sort: { key: "by", descending: UP } },
  access: { width: 142, sort: { key: "access", descending: DOWN } },
  from: { width: 100, sort: { key: "starts", descending: DOWN } },
  until: { width: 136, sort: { key: "ends", descending: UP } },
  state: { width: 148, sort: { key: "state", descending: UP } },
  request: { width: 116, sort: { key: "status", descending: UP } },
  asked: { width: 120, sort: { key: "asked", descending: DOWN } },
} as const satisfies Record<string, Pick<GridColumn<Share>, "width" | "sort">>;
type Key = keyof typeof MODELS;

export const SHARE_COLUMNS = Object.keys(MODELS) as Key[];
export const SHARE_NAME: Key = "opportunity";
/** By what it can be ordered, where no heading says so. */
export const SHARE_SORTS = [
  "asked",
  "starts",
  "ends",
  "opportunity",
  "with",
  "by",
  "access",
  "state",
  "status",
  "source",
] as const;

const isKey = (key: string): key is Key => key in MODELS;
/** What is shown, in its order: the opportunity first; without a choice, all but when it was asked, where there is no room. */
export function shownShareColumns(chosen: readonly string[] | undefined, roomy: boolean): Key[] {
  const usual = SHARE_COLUMNS.filter((key) => roomy || key !== "asked");
  return [...new Set([SHARE_NAME, ...(chosen?.filter(isKey) ?? usual)])];
}

export const useShareLabel = (): ((key: string) => string) => {
  const { t } = useTranslation();
  return (key) => t(`manage.${key === "by" ? "given_by" : key}`);
};

export function useShareColumns(keys: readonly Key[], now: number): GridColumn<Share>[] {
  const { t, i18n } = useTranslation();
  const label = useShareLabel();
  const formats = useFormats();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language changes what t and label say
  return useMemo(() => {
    const cell: Record<Key, GridColumn<Share>["cell"]> = {
      opportunity: (x) =>
        x.opportunity?.name ?? <span className={cells.quiet}>{t("manage.gone", { number: x.number })}</span>,
      with: (x) => <Grantee share={x} />,
      by: (x) => <Giver share={x} />,
      access: (x) => <Access share={x} />,
      from: (x) => <From share={x} />,
      until: (x) => <Until share={x} now={now} />,
      state: (x) => <State share={x} now={now} />,
      request: (x) => <Request share={x} />,
      asked: (x) => (
        <time className={cells.quiet} dateTime={x.asked_at} title={formats.fullTime(x.asked_at)}>
          {formats.when(x.asked_at, now)}
        </time>
      ),
    };
    return [
      ...keys.map((key) => ({ key, label: label(key), ...MODELS[key], cell: cell[key] })),
      {
        key: "acts",
        label: t("manage.actions"),
        acts: true,
        width: 84,
        align: "end",
        cell: (x) => <ShareActs share={x} now={now} small />,
      },
    ];
  }, [t, i18n.language, formats, now, keys]);
}
