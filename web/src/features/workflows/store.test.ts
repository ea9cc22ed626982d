import { expect, it } from "vitest";
import { write } from "./document";
import { addStep, editStep } from "./edits";
import { draft, file } from "./sample";
import { draftStore } from "./store";

const store = () => draftStore(draft());
const name = (s: ReturnType<typeof store>, id: string) =>
  s.get().doc.steps.find((one) => one.id === id)?.name;
const rename = (s: ReturnType<typeof store>, to: string) =>
  s.edit({ key: "rename_step" }, (x) => editStep(x, "a", { name: to }), "step a name");

it("is clean again when a change was taken back by hand", () => {
  const s = store();
  rename(s, "Other");
  expect(s.get().dirty).toBe(true);
  rename(s, "Lead in");

  expect(s.get().dirty).toBe(false);
});

it("keeps what was typed while it was being saved", () => {
  const s = store();
  rename(s, "Sent");
  const sent = s.get().doc;
  rename(s, "Typed since");
  const saved = file();
  saved.steps = saved.steps.map((one) => (one.id === "a" ? { ...one, name: "Sent" } : one));
  saved.transitions = saved.transitions.map((one) => (one.id === "t1" ? { ...one, from: "Sent" } : one));
  saved.entries = { new: { step: "Sent", name: null } };
  saved.follow_ons = saved.follow_ons.map((one) => ({ ...one, step: "Sent" }));
  s.saved(draft(saved, 2), sent);

  expect([name(s, "a"), s.get().dirty, s.get().draft.revision]).toEqual(["Typed since", true, 2]);
  s.undo();
  expect([name(s, "a"), s.get().dirty]).toEqual(["Lead in", true]);
});

it("takes over what others saved where nothing of one's own is lost", () => {
  const s = store();
  const theirs = file();
  theirs.workflow = "Ships";

  expect([s.heard(draft(theirs, 2)), s.get().doc.workflow]).toEqual(["loaded", "Ships"]);
});

it("keeps one's own changes when others save, and tells", () => {
  const s = store();
  rename(s, "Mine");

  const theirs = { ...file(), workflow: "Ships" };

  expect([s.heard(draft(theirs, 2)), name(s, "a"), s.get().ahead?.revision]).toEqual(["ahead", "Mine", 2]);
});

it("goes on where only the revision is another one, as after publishing", () => {
  const s = store();
  rename(s, "Mine");

  expect([s.heard({ ...draft(file(), 2), version: 2 }), name(s, "a"), s.get().draft.version]).toEqual([
    "same",
    "Mine",
    2,
  ]);
});

it("forgets a refusal as soon as its element is changed", () => {
  const s = store();
  s.refused(
    [
      { name: "steps.0.name", message: "Too plain." },
      { name: "steps.1.name", message: "Too long." },
    ],
    s.get().doc,
  );
  rename(s, "Better");

  expect(s.get().refusals.map((one) => one.message)).toEqual(["Too long."]);
});

it("sends ids that the page made, so that they stay the same", () => {
  const s = store();
  s.edit({ key: "add_step" }, (x) => addStep(x, "More", "s1"));

  expect(write(s.get().doc).steps.at(-1)?.id).toMatch(/^[0-9a-f-]{36}$/);
});
