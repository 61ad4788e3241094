/* Where a visit to the page stands.

   choose -> agree -> watch -> report ; held, receipt beside it */
import type { Modality } from "../../consent/consent";
import type { Item } from "./item";
import type { NewSession, Receipt } from "./replies";

/** A session that was agreed to and runs. */
export interface Running {
  readonly item: Item;
  readonly session: NewSession;
  readonly modalities: readonly Modality[];
  /** `performance.now()` when the session began. */
  readonly begun: number;
}

export type Step =
  | { readonly name: "choose" }
  | { readonly name: "agree"; readonly item: Item }
  | { readonly name: "watch"; readonly running: Running }
  | { readonly name: "report"; readonly session: string }
  | { readonly name: "held" }
  | { readonly name: "receipt"; readonly receipt: Receipt };
