import { expect, test } from "vitest";
import type { Change } from "../replies";
import { taughtBy } from "./taught";

function change(change_id: string, session_id: string): Change {
  const moved = { amount: 5, counts: 5, reason: "like", because: "said", undone: null } as const;
  return { change_id, session_id, ...moved };
}

test("only the weights that the session moved are left, with its own changes", () => {
  const comedy = { category: "film", tag: "comedy", weight: 10 };
  const war = { category: "film", tag: "war", weight: 5, changes: [change("c3", "older")] };
  const weights = [{ ...comedy, changes: [change("c1", "this"), change("c2", "older")] }, war];
  expect(taughtBy(weights, "this")).toEqual([{ ...comedy, changes: [change("c1", "this")] }]);
});
