import type { components } from "./schema";

export type Schemas = components["schemas"];
export type Ref = Schemas["Ref"];
export type Me = Schemas["MeOut"];
export type Opportunity = Schemas["OpportunityOut"];
// What conversations will add to a card (B7); until then a card has none of it.
type Said = { unread?: number; unanswered?: boolean; last_message?: string | null };
export type Card = Schemas["Card"] & Said;
export type Board = Schemas["BoardOut"];
export type BoardColumn = Schemas["ColumnOut"];
export type Stage = Schemas["StageOut"];
export type FieldProblem = { name: string; message: string };
export type Attribute = Schemas["AttributeOut"];
export type Move = Schemas["MoveOut"];
export type Task = Schemas["TaskOut"];
export type TimelineItem = Schemas["TimelineItem"];
