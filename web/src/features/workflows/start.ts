/** What a guided workflow begins with: small, complete, and ready to be published. */
export function guidedStart(name: string, word: (key: string) => string) {
  return {
    workflow: name,
    mode: "guided",
    stages: [
      { name: word("new"), status: "open" },
      { name: word("proposal"), status: "open" },
      { name: word("won"), status: "won" },
      { name: word("lost"), status: "lost", reasons: [word("price"), word("no_answer")] },
    ],
    steps: [
      { name: word("lead_in"), stage: word("new"), attributes: ["title", "contact.email", "contact.phone"] },
      { name: word("proposal_sent"), stage: word("proposal"), attributes: ["amount", "description"] },
      { name: word("signed"), stage: word("won") },
      { name: word("gone"), stage: word("lost") },
    ],
    transitions: [
      { name: word("propose"), from: word("lead_in"), to: word("proposal_sent") },
      { name: word("sign"), from: word("proposal_sent"), to: word("signed"), required: ["amount"] },
      { name: word("lose"), from: word("lead_in"), to: word("gone") },
      { name: word("lose"), from: word("proposal_sent"), to: word("gone") },
    ],
    entries: { new: word("lead_in") },
  };
}
