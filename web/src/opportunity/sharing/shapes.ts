import type { Schemas } from "@/lib/types";

export type Share = Schemas["ShareOut"];
export type OpportunityShares = Schemas["OpportunitySharesOut"];
export type Terms = Schemas["ShareTermsOut"];
export type Preview = Schemas["SharePreviewOut"];
export type Access = Share["access"];
/** For how long, as it is sent: one of them. */
export type LastingBody = { minutes: number } | { days: number } | { ends_at: string };

/** With whom: somebody, or a team; `zone` is the clock that they live by. */
export type Grantee = { kind: "member" | "team"; id: string; name: string; zone: string | null };
export const toWhom = (g: Grantee): { member: string } | { team: string } =>
  g.kind === "member" ? { member: g.id } : { team: g.id };
/** Their id, back from what is sent. */
export const whomOf = (body: Schemas["ShareIn"] | null): string | undefined =>
  body?.member ?? body?.team ?? undefined;
