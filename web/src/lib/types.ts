import type { components } from "./schema";

export type Schemas = components["schemas"];
export type Ref = Schemas["Ref"];
export type Me = Schemas["MeOut"];
export type Opportunity = Schemas["OpportunityOut"];
export type Card = Schemas["Card"];
export type Board = Schemas["BoardOut"];
export type BoardColumn = Schemas["BoardColumn"];
export type Attribute = Schemas["AttributeOut"];
export type Move = Schemas["MoveOut"];
export type Task = Schemas["TaskOut"];
export type TimelineItem = Schemas["TimelineItem"];
