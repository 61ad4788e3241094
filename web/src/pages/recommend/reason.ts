/* Why an item stands where it does, as what there is to say about it, in order.

   explanation of the server -> source (which genre or tag), then mover (ranking, shares, variety) */
import type { Explanation } from "emotion-tracker-js";
import type { Wish } from "./wish";

export type Mover = "weighted" | "score" | "unrated" | "shares" | "variety" | "unknown";

export interface Reason {
  readonly group: string;
  /** 0…1. */
  readonly share: number;
  readonly alone: boolean;
  readonly mover: Mover;
  readonly weighted: number;
  readonly score: number;
  readonly votes: number;
  /** From 1: where it would stand without diversity. */
  readonly place: number;
}

export function reasonOf(explanation: Explanation, ranking: Wish["ranking"]): Reason {
  return {
    group: explanation.genre_or_tag,
    share: explanation.share,
    alone: explanation.share >= 1,
    mover: moverOf(explanation, ranking),
    weighted: explanation.weighted,
    score: explanation.score ?? 0,
    votes: explanation.votes,
    place: explanation.place_without_diversity + 1,
  };
}

function moverOf({ moved_by, score }: Explanation, ranking: Wish["ranking"]): Mover {
  if (moved_by === "diversity") return "variety";
  if (moved_by === "emotion shares") return "shares";
  if (moved_by !== "ranking") return "unknown";
  return score === null ? "unrated" : ranking;
}
