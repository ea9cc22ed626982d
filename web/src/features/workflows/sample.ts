import type { Draft, DraftDocument } from "./publishing-api";

/** A small guided workflow as the API tells it, for tests. */
export const file = (): DraftDocument => ({
  workflow: "Boats",
  mode: "guided",
  sections: [
    {
      name: "Need",
      attributes: [
        { key: "budget", label: "Budget", type: "money", options: [] },
        { key: "color", label: "Color", type: "choice", options: ["red", "blue"] },
      ],
    },
  ],
  stages: [
    { id: "s1", name: "New", status: "open", reasons: [] },
    { id: "s2", name: "Offer", status: "open", reasons: [] },
    { id: "s3", name: "Won", status: "won", reasons: [] },
    { id: "s4", name: "Lost", status: "lost", reasons: ["Price"] },
  ],
  steps: [
    {
      id: "a",
      name: "Lead in",
      stage: "New",
      attributes: ["budget", "title"],
      probability: 10,
      limit: "2 days",
    },
    { id: "b", name: "Offer sent", stage: "Offer", attributes: ["amount"], probability: null, limit: null },
    { id: "c", name: "Signed", stage: "Won", attributes: [], probability: null, limit: null },
    { id: "d", name: "Gone", stage: "Lost", attributes: [], probability: null, limit: null },
  ],
  transitions: [
    {
      id: "t1",
      name: "Offer",
      from: "Lead in",
      to: "Offer sent",
      required: ["budget", "contact.email"],
      roles: [],
      triggers: ["create_account"],
      communications: [
        { name: "Thanks", channel: "email", mode: "manual", template: null, subject: "Hello", text: null },
      ],
    },
    {
      id: "t2",
      name: "Sign",
      from: "Offer sent",
      to: "Signed",
      required: [],
      roles: ["director"],
      triggers: [],
      communications: [],
    },
  ],
  entries: { new: { step: "Lead in", name: null } },
  follow_ons: [{ id: "f1", name: "Second boat", step: "Lead in", carry: ["color"] }],
  milestones: ["Deposit"],
});

export const draft = (document = file(), revision = 1): Draft => ({
  workflow: { id: "w", name: "Boats" },
  document,
  revision,
  based_on: 1,
  version: 1,
  changed: false,
  behind: false,
  edited_at: "2026-01-01T12:00:00Z",
  edited_by: { id: "ada", name: "Ada" },
  findings: [],
  may: { edit: true, publish: true },
});
