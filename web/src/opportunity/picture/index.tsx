import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { PictureProps } from "./Picture";

export type { PictureElement, PictureGraph, PictureStage, PictureStep, PictureTransition } from "./graph";
export { NOWHERE } from "./graph";
export type { Lit, PictureMove, Verdict, Verdicts } from "./judge";
export { verdictsOf } from "./judge";
export type { Layout } from "./layout";
export { layout } from "./layout";
export type { Finding, Mark, PictureEditing, PictureProps } from "./Picture";

const Lazy = lazy(() => import("./Picture"));

/** The picture of a workflow; see `PictureProps`. What draws it is fetched when it is first shown. */
export function Picture(props: PictureProps) {
  return (
    <Suspense fallback={<Skeleton height="100%" radius="lg" />}>
      <Lazy {...props} />
    </Suspense>
  );
}
