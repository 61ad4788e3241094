/** The seven apparent expressions, in the order in which every Mien server lists them. */
export const LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"] as const;

export type Label = (typeof LABELS)[number];

/** A share of each label, 0…1; they add up to 1. */
export type Shares = Readonly<Record<Label, number>>;

/** As `Shares`, in percent, or empty where no face was seen. */
export type Percentages = Shares | Readonly<Record<string, never>>;
