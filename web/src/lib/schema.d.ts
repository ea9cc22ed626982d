// Stands in for the generated file until `make types` replaces it; same shape, written by hand.
type Json<T> = { headers: { [name: string]: unknown }; content: { "application/json": T } };
type Call<R, P = undefined, Q = undefined, B = undefined> = {
  parameters: { header?: never; cookie?: never } & ([Q] extends [undefined] ? { query?: never } : { query?: Q }) &
    ([P] extends [undefined] ? { path?: never } : { path: P });
  responses: { 200: Json<R> };
} & ([B] extends [undefined] ? { requestBody?: never } : { requestBody: { content: { "application/json": B } } });
type S = components["schemas"];
type List<T> = { items: T[]; next_cursor: string | null };
type Page = { q?: string; cursor?: string; limit?: number };
type O = { opportunity_id: string };
type BoardFilters = { team?: string; closed?: string; owner?: string; q?: string; due?: string; excluded?: string };

export interface paths {
  "/api/v1/me": { get: Call<S["MeOut"]>; patch: Call<S["MeOut"], undefined, undefined, { name?: string; locale?: string }> };
  "/api/v1/me/organization": { put: Call<S["MeOut"], undefined, undefined, { organization: string }> };
  "/api/v1/me/availability": { put: Call<S["MeOut"], undefined, undefined, { state: string }> };
  "/api/v1/organization": { get: Call<S["OrganizationOut"]>; patch: Call<S["OrganizationOut"], undefined, undefined, Partial<Omit<S["OrganizationOut"], "switches">> & { switches?: Partial<S["Switches"]> }> };
  "/api/v1/teams": { get: Call<List<S["TeamOut"]>, undefined, Page & { all?: boolean }>; post: Call<S["TeamOut"], undefined, undefined, { name: string; workflow?: string }> };
  "/api/v1/teams/{team_id}": { get: Call<S["TeamOut"], { team_id: string }>; patch: Call<S["TeamOut"], { team_id: string }, undefined, { name?: string; workflow?: string; deal_amount?: boolean; potential?: boolean; automatic_assignment?: boolean }>; delete: Call<undefined, { team_id: string }> };
  "/api/v1/teams/{team_id}/members/{member_id}": { put: Call<S["TeamOut"], { team_id: string; member_id: string }, undefined, { sees: "own" | "all" }>; delete: Call<undefined, { team_id: string; member_id: string }> };
  "/api/v1/members": { get: Call<List<S["MemberOut"]>, undefined, Page & { active?: boolean }>; post: Call<S["MemberOut"], undefined, undefined, { email: string; name: string; roles: string[]; sales_licence?: boolean; teams?: { id: string; sees: string }[] }> };
  "/api/v1/members/{member_id}": { patch: Call<S["MemberOut"], { member_id: string }, undefined, { name?: string; roles?: string[]; sales_licence?: boolean }> };
  "/api/v1/members/{member_id}/deactivate": { post: Call<S["MemberOut"], { member_id: string }, undefined, { reassign_to?: string | null }> };
  "/api/v1/members/{member_id}/reactivate": { post: Call<S["MemberOut"], { member_id: string }> };
  "/api/v1/members/{member_id}/invitation": { post: Call<S["MemberOut"], { member_id: string }> };
  "/api/v1/invitations/{token}": { get: Call<S["InvitationOut"], { token: string }> };
  "/api/v1/invitations/{token}/accept": { post: Call<S["MeOut"], { token: string }, undefined, { name?: string; password?: string }> };
  "/api/v1/channels": { get: Call<List<S["ChannelOut"]>, undefined, Page>; post: Call<S["ChannelOut"], undefined, undefined, { kind: string; name: string }> };
  "/api/v1/channels/{channel_id}": { patch: Call<S["ChannelOut"], { channel_id: string }, undefined, { name?: string; active?: boolean }>; delete: Call<undefined, { channel_id: string }> };
  "/api/v1/keys": { get: Call<List<S["KeyOut"]>, undefined, Page>; post: Call<S["KeyOut"] & { secret: string }, undefined, undefined, { name: string; scopes: string[] }> };
  "/api/v1/keys/{key_id}": { delete: Call<undefined, { key_id: string }> };
  "/api/v1/contacts": { get: Call<List<S["ContactOut"]>, undefined, Page>; post: Call<S["ContactOut"], undefined, undefined, S["ContactIn"]> };
  "/api/v1/contacts/{contact_id}": { get: Call<S["ContactOut"], { contact_id: string }>; patch: Call<S["ContactOut"], { contact_id: string }, undefined, Partial<S["ContactIn"]>>; delete: Call<undefined, { contact_id: string }> };
  "/api/v1/contacts/{contact_id}/opportunities": { get: Call<List<S["OpportunityOut"]>, { contact_id: string }, Page> };
  "/api/v1/accounts": { get: Call<List<S["AccountOut"]>, undefined, Page>; post: Call<S["AccountOut"], undefined, undefined, { name: string; parent?: string | null; attributes?: Record<string, unknown> }> };
  "/api/v1/accounts/{account_id}": { get: Call<S["AccountOut"], { account_id: string }>; patch: Call<S["AccountOut"], { account_id: string }, undefined, { name?: string; parent?: string | null; attributes?: Record<string, unknown> }> };
  "/api/v1/accounts/{account_id}/opportunities": { get: Call<List<S["OpportunityOut"]>, { account_id: string }, Page> };
  "/api/v1/accounts/{account_id}/contacts": { get: Call<List<S["ContactOut"]>, { account_id: string }, Page> };
  "/api/v1/products": { get: Call<List<S["ProductOut"]>, undefined, Page> };
  "/api/v1/workflows": { get: Call<List<S["WorkflowOut"]>, undefined, Page> };
  "/api/v1/workflows/{workflow_id}": { get: Call<S["WorkflowDetailOut"], { workflow_id: string }> };
  "/api/v1/opportunities": { get: Call<List<S["OpportunityOut"]>, undefined, Page & { team?: string; stage?: string; owner?: string; contact?: string; account?: string; excluded?: string; due?: string; sort?: string; status?: string }>; post: Call<S["OpportunityOut"], undefined, undefined, S["OpportunityIn"]> };
  "/api/v1/opportunities/{opportunity_id}": { get: Call<S["OpportunityOut"], O>; patch: Call<S["OpportunityOut"], O, undefined, S["OpportunityPatch"]>; delete: Call<undefined, O> };
  "/api/v1/opportunities/{opportunity_id}/owner": { put: Call<S["OpportunityOut"], O, undefined, { owner: string | null }> };
  "/api/v1/opportunities/{opportunity_id}/team": { put: Call<S["OpportunityOut"], O, undefined, { team: string; confirm?: boolean }> };
  "/api/v1/opportunities/{opportunity_id}/team-change": { get: Call<S["TeamChangeOut"], O, { team: string }> };
  "/api/v1/opportunities/{opportunity_id}/follow-up": { put: Call<S["OpportunityOut"], O, undefined, { follow_up_at: string | null }> };
  "/api/v1/opportunities/{opportunity_id}/amount": { put: Call<S["OpportunityOut"], O, undefined, { amount: string | null }> };
  "/api/v1/opportunities/{opportunity_id}/exclusion": { put: Call<S["OpportunityOut"], O, undefined, { excluded: boolean; reason?: string }> };
  "/api/v1/opportunities/{opportunity_id}/moves": { get: Call<S["MovesOut"], O> };
  "/api/v1/opportunities/{opportunity_id}/move": { post: Call<S["OpportunityOut"], O, undefined, S["MoveIn"]> };
  "/api/v1/opportunities/{opportunity_id}/timeline": { get: Call<List<S["TimelineItem"]>, O, Page> };
  "/api/v1/opportunities/{opportunity_id}/notes": { post: Call<unknown, O, undefined, { text: string }> };
  "/api/v1/notes/{note_id}": { patch: Call<unknown, { note_id: string }, undefined, { text: string }>; delete: Call<undefined, { note_id: string }> };
  "/api/v1/opportunities/{opportunity_id}/activities": { post: Call<unknown, O, undefined, { type: string; text?: string; at?: string }> };
  "/api/v1/opportunities/{opportunity_id}/tasks": { get: Call<List<S["TaskOut"]>, O, Page>; post: Call<S["TaskOut"], O, undefined, S["TaskIn"]> };
  "/api/v1/tasks": { get: Call<List<S["TaskOut"]>, undefined, Page & { mine?: boolean; due?: string }> };
  "/api/v1/tasks/{task_id}": { patch: Call<S["TaskOut"], { task_id: string }, undefined, Partial<S["TaskIn"]> & { done?: boolean }>; delete: Call<undefined, { task_id: string }> };
  "/api/v1/board": { get: Call<S["BoardOut"], undefined, BoardFilters> };
  "/api/v1/board/column": { get: Call<S["BoardColumnPage"], undefined, BoardFilters & { stage: string; cursor?: string }> };
  "/api/v1/board/batch/preview": { post: Call<S["BatchPreviewOut"], undefined, undefined, S["BatchIn"]> };
  "/api/v1/board/batch": { post: Call<unknown, undefined, undefined, S["BatchIn"]> };
  "/api/v1/views": { get: Call<List<S["ViewOut"]>, undefined, { team?: string }>; post: Call<S["ViewOut"], undefined, undefined, { team: string; name: string; filters: Record<string, unknown> }> };
  "/api/v1/views/{view_id}": { delete: Call<undefined, { view_id: string }> };
  "/api/v1/notifications": { get: Call<List<S["NotificationOut"]>, undefined, Page> };
  "/api/v1/notifications/read": { put: Call<unknown, undefined, undefined, { until: string }> };
  "/api/v1/imports/{import_id}": { get: Call<S["ImportOut"], { import_id: string }> };
  "/api/v1/search": { get: Call<S["SearchOut"], undefined, { q: string }> };
}

export interface components {
  schemas: {
    Ref: { id: string; name: string };
    Stage: { id: string; name: string; status: string };
    Switches: { handover: boolean; cross_silo: boolean; sharing: boolean; share_automation: boolean; potential: boolean };
    AmountOut: { currency: string; amount: string };
    FieldProblem: { name: string; message: string };
    MyTeam: { id: string; name: string; sees: string; deal_amount: boolean; potential: boolean };
    OrganizationRef: { id: string; name: string; time_zone: string; locale: string; currency: string; parent: S["Ref"] | null };
    MeOut: { id: string; name: string; email: string; organization: S["OrganizationRef"]; organizations: S["Ref"][]; roles: string[]; sales_licence: boolean; capabilities: string[]; teams: S["MyTeam"][]; switches: S["Switches"]; unread: number; now: string; may: { configure: boolean; manage_people: boolean; import: boolean; create: boolean; see_everything: boolean; work: boolean } };
    OrganizationOut: { id: string; name: string; parent: S["Ref"] | null; children: S["Ref"][]; time_zone: string; locale: string; currency: string; switches: S["Switches"]; may: { edit: boolean } };
    TeamMember: { id: string; name: string; sees: string; active: boolean };
    TeamOut: { id: string; name: string; workflow: S["Ref"]; deal_amount: boolean; potential: boolean; automatic_assignment: boolean; members: S["TeamMember"][]; may: { edit: boolean } };
    MemberOut: { id: string; name: string; email: string; roles: string[]; sales_licence: boolean; teams: { id: string; name: string; sees: string }[]; active: boolean; availability: string; invited: boolean; last_seen_at: string | null; holds: number; may: { edit: boolean; deactivate: boolean } };
    InvitationOut: { email: string; organization: string; name: string; needs_password: boolean };
    ChannelOut: { id: string; kind: string; name: string; active: boolean; may: { edit: boolean } };
    KeyOut: { id: string; name: string; prefix: string; scopes: string[]; member: S["Ref"]; created_at: string; last_used_at: string | null; revoked_at: string | null };
    ContactRef: { id: string; name: string; email: string | null; phone: string | null; first_name: string; last_name: string };
    ContactIn: { name?: string; first_name?: string; last_name?: string; email?: string | null; phone?: string | null; account?: string | null };
    ContactOut: { id: string; name: string; first_name: string; last_name: string; email: string | null; phone: string | null; account: S["Ref"] | null; other_names: string[]; opportunities: number; created_at: string; revision: number; may: { edit: boolean; delete: boolean } };
    AccountOut: { id: string; name: string; parent: S["Ref"] | null; children: S["Ref"][]; attributes: { [key: string]: unknown }; contacts: number; opportunities: number; created_at: string; revision: number; may: { edit: boolean } };
    ProductOut: { id: string; name: string; series: string | null; price: string | null; currency: string; active: boolean };
    AttributeOut: { key: string; label: string; type: string; options: string[]; section: string };
    WorkflowOut: { id: string; name: string; mode: "free" | "guided"; version: number; teams: S["Ref"][]; may: { edit: boolean } };
    WorkflowDetailOut: S["WorkflowOut"] & { document: unknown; graph: { stages: (S["Stage"] & { reasons: string[] })[]; steps: { id: string; name: string; stage: string; attributes: string[]; probability: number | null }[]; transitions: { id: string; name: string; from: string; to: string; required: string[]; roles: string[] }[]; attributes: S["AttributeOut"][]; entries: unknown } };
    ChannelRef: { id: string; name: string; kind: string };
    OpportunityMay: { edit: boolean; move: boolean; assign: boolean; change_team: boolean; follow_up: boolean; amount: boolean; exclude: boolean; delete: boolean; add: boolean };
    OpportunityOut: { id: string; number: number; title: string; own_title: string | null; contact: S["ContactRef"] | null; account: S["Ref"] | null; team: S["Ref"]; step: S["Ref"]; stage: S["Stage"]; status: string; owner: S["Ref"] | null; author: S["Ref"] | null; channel: S["ChannelRef"] | null; amount: string | null; currency: string; deal_amount: boolean; follow_up_at: string | null; description: string; source: string; source_number: string; excluded: boolean; parent: S["Ref"] | null; attributes: { [key: string]: unknown }; fields: S["AttributeOut"][]; lost_reason: string; revision: number; access_ends_at: string | null; created_at: string; updated_at: string; closed_at: string | null; entered_at: string; level: "view" | "modify" | "work"; may: S["OpportunityMay"] };
    NewContactIn: { name: string; phone?: string; email?: string; insist?: boolean };
    OpportunityIn: { team: string; contact?: string; new_contact?: S["NewContactIn"]; channel?: string; account?: string; new_account?: { name: string }; title?: string; amount?: string; currency?: string; follow_up_at?: string; owner?: string | null; description?: string; attributes?: { [key: string]: unknown } };
    OpportunityPatch: { title?: string | null; description?: string; follow_up_at?: string | null; owner?: string | null; amount?: string | null; attributes?: { [key: string]: unknown }; step?: string; stage?: string; transition?: string; reason?: string; revision?: number };
    MoveIn: { transition?: string; step?: string; stage?: string; revision?: number; attributes?: { [key: string]: unknown }; reason?: string };
    ReasonOut: { code: string; text: string };
    MoveOut: { step: S["Ref"]; stage: S["Stage"]; allowed: boolean; transition: S["Ref"] | null; transitions: S["Ref"][]; required: string[]; missing: S["AttributeOut"][]; reasons: S["ReasonOut"][]; reason_options: string[]; path: S["Ref"][] };
    MovesOut: { step: S["Ref"]; stage: S["Stage"]; moves: S["MoveOut"][] };
    TeamChangeOut: { lost_fields: S["AttributeOut"][]; step: S["Ref"]; stage: S["Stage"]; owner_stays: boolean };
    TextOut: { key: string; values: { [key: string]: unknown } };
    NoteOut: { id: string; text: string; may: { edit: boolean } };
    ActivityOut: { id: string; type: string; text: string; at: string };
    TaskIn: { title: string; due_at?: string | null; remind_at?: string | null; owner?: string | null };
    TaskOut: { id: string; title: string; due_at: string | null; remind_at: string | null; done_at: string | null; owner: S["Ref"] | null; opportunity: S["Ref"]; may: { edit: boolean } };
    TimelineItem: { id: string; kind: "event" | "note" | "activity" | "task"; type: string; at: string; actor: S["Ref"] | null; actor_kind: string; text: S["TextOut"]; body: string | null; note?: S["NoteOut"] | null; task?: S["TaskOut"] | null; activity?: S["ActivityOut"] | null };
    Card: { id: string; number: number; contact: string | null; title: string | null; account: string | null; amount: string | null; currency: string; step: string; owner: string | null; follow_up_at: string | null; channel: string | null; revision: number; entered_at: string; excluded: boolean; move: boolean; unread: number; unanswered: boolean; last_message: string | null };
    BoardStage: { id: string; name: string; status: string; position: number };
    BoardColumn: { stage: S["BoardStage"]; steps: S["Ref"][]; count: number; share: number; amounts: S["AmountOut"][]; cards: S["Card"][]; next_cursor: string | null };
    BoardMove: { stage: string; allowed: boolean; text: string | null; code: string | null };
    BoardOut: { team: { id: string; name: string; deal_amount: boolean }; workflow: { id: string; name: string; version: number; mode: string }; now: string; closed: string; count: number; amounts: S["AmountOut"][]; people: S["Ref"][]; columns: S["BoardColumn"][]; moves: { [step: string]: S["BoardMove"][] } };
    BoardColumnPage: { cards: S["Card"][]; next_cursor: string | null };
    BatchIn: { team: string; stage: string; filters: { [key: string]: unknown }; to?: { stage?: string; step?: string; transition?: string }; owner?: string | null };
    BatchPreviewOut: { will_move: number; incomplete: number; refused: { reason: string; count: number }[] };
    ViewOut: { id: string; name: string; team: string; filters: { [key: string]: unknown } };
    NotificationOut: { id: string; kind: string; opportunity: S["Ref"] | null; text: S["TextOut"]; at: string; read_at: string | null };
    ImportOut: { id: string; layout: string; state: string; progress: { done: number; total: number } };
    SearchOpportunity: { id: string; number: number; title: string; contact: string | null; account: string | null; stage: { name: string; status: string } };
    SearchOut: { opportunities: S["SearchOpportunity"][]; contacts: S["Ref"][]; accounts: S["Ref"][] };
    HintOut: { type: HintType; opportunity: string | null; revision: number | null; team: string | null; actor: string | null; client: string | null; subject: string | null };
  };
}
type HintType =
  | `opportunity.${"created" | "moved" | "edited" | "assigned" | "team_changed" | "follow_up_set" | "amount_set" | "excluded" | "included" | "imported" | "deleted" | "follow_up_due" | "gone"}`
  | `note.${"added" | "edited" | "deleted"}` | "activity.added" | `task.${"added" | "edited" | "done" | "reopened" | "deleted" | "reminded"}`
  | `contact.${"created" | "edited" | "erased"}` | `account.${"created" | "edited"}` | "product.created" | "organization.edited"
  | `team.${"created" | "edited" | "deleted"}` | `member.${"invited" | "joined" | "edited" | "deactivated" | "reactivated"}`
  | `channel.${"added" | "edited" | "deleted"}` | "workflow.published" | `key.${"made" | "revoked"}` | `import.${"progressed" | "finished"}` | "notification.added";
