import { describe, expect, it } from "vitest";
import { reasonOf } from "./reason";

const explanation = {
  genre_or_tag: "Drama",
  share: 0.4,
  moved_by: "ranking",
  place_without_diversity: 4,
  weighted: 7.9,
  score: 8.1,
  votes: 120,
};

describe("the reason", () => {
  it("of a ranked item is the ranking that was asked for", () => {
    expect(reasonOf(explanation, "score").mover).toBe("score");
    expect(reasonOf(explanation, "weighted").mover).toBe("weighted");
  });

  it("counts places as people do", () => {
    const moved = reasonOf({ ...explanation, moved_by: "diversity" }, "weighted");
    expect(moved).toMatchObject({ mover: "variety", place: 5 });
  });

  it("does not make up a score", () => {
    expect(reasonOf({ ...explanation, score: null }, "weighted").mover).toBe("unrated");
  });

  it("of a kind that is not known here is not guessed", () => {
    expect(reasonOf({ ...explanation, moved_by: "novelty" }, "weighted").mover).toBe("unknown");
  });
});
