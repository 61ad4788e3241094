/**
 * The class with everything else as its properties, for pages with a script tag and for `require`:
 * `new (require("emotion-tracker-js"))()`, `require(…).default` and `{ EmotionTracker }` all work.
 */
import * as named from "./index.js";

export default Object.assign(named.EmotionTracker, named, { __esModule: true });
