import { describe, expect, it } from "vitest";
import { blank, insertStep, type Recipe, removeStep } from "./recipe";
import { type DraftStore, draftStore } from "./store";

const BEGUN: Recipe = { trigger: { type: "task_done" }, conditions: [], steps: [] };
const END = { branch: null, arm: "then", before: null } as const;
const draft = (recipe: Recipe, draft_revision: number) => ({ draft: recipe, draft_revision, findings: [] });
const add = (store: DraftStore, id: string) =>
  store.edit({ key: "add" }, (recipe) => insertStep(recipe, blank("wait", id), END));
const ids = (store: DraftStore) => store.get().doc.steps.map((one) => one.id);

describe("the draft", () => {
  it("is dirty while it says something else than the server's", () => {
    const store = draftStore(draft(BEGUN, 1));

    add(store, "a");
    expect(store.get().dirty).toBe(true);
    store.edit({ key: "remove" }, (recipe) => removeStep(recipe, "a"));
    expect(store.get().dirty).toBe(false);
  });

  it("keeps what was changed while it was being saved", () => {
    const store = draftStore(draft(BEGUN, 1));
    add(store, "a");
    const sent = store.get().doc;
    store.sending();
    add(store, "b");

    store.saved(draft(sent, 2), sent);

    expect(store.get()).toMatchObject({ dirty: true, revision: 2, saving: "idle" });
    expect(ids(store)).toEqual(["a", "b"]);
  });

  it("takes over what someone else saved where nothing of one's own is lost", () => {
    const store = draftStore(draft(BEGUN, 1));
    const theirs = draft({ ...BEGUN, steps: [blank("wait", "t")] }, 2);

    expect(store.heard(theirs)).toBe("loaded");
    expect(ids(store)).toEqual(["t"]);
    expect(store.heard(theirs)).toBe("same");
  });

  it("keeps one's own beside theirs until one of both is chosen", () => {
    const store = draftStore(draft(BEGUN, 1));
    const theirs = draft({ ...BEGUN, steps: [blank("wait", "t")] }, 2);
    add(store, "a");

    expect(store.heard(theirs)).toBe("ahead");
    store.refused(theirs);
    expect(ids(store)).toEqual(["a"]);
    store.keep();

    expect(store.get()).toMatchObject({ revision: 2, theirs: null, dirty: true, saving: "idle" });
    store.refused(draft(BEGUN, 3));
    store.load(draft(BEGUN, 3));
    expect(store.get()).toMatchObject({ revision: 3, theirs: null, dirty: false });
    expect(store.get().past).toEqual([]);
  });

  it("shows findings only of what they were asked about", () => {
    const store = draftStore(draft(BEGUN, 1));
    const about = store.get().doc;
    const finding = {
      level: "error",
      code: "no_step",
      place: "steps",
      slot: "",
      text: "",
      values: {},
    } as const;
    add(store, "a");

    store.found([finding], about);
    expect(store.get().findings).toEqual([]);
    store.found([finding], store.get().doc);
    expect(store.get().findings).toEqual([finding]);
  });
});
