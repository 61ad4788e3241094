/* Of a viewer's weights those that one session moved, with its changes alone. */
import type { Weight } from "../replies";

export function taughtBy(weights: readonly Weight[], session: string): Weight[] {
  return weights
    .map((weight) => {
      const changes = weight.changes.filter(({ session_id }) => session_id === session);
      return { ...weight, changes };
    })
    .filter(({ changes }) => changes.length > 0);
}
