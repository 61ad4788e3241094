import camera from "./camera.json";
import clip from "./clip.json";
import consent from "./consent.json";
import expressions from "./expressions.json";
import films from "./films.json";
import home from "./home.json";
import live from "./live.json";
import ops from "./ops.json";
import recommend from "./recommend.json";
import screening from "./screening.json";
import shell from "./shell.json";
import watch from "./watch.json";

export const en = {
  camera,
  clip,
  consent,
  expressions,
  films,
  home,
  live,
  ops,
  recommend,
  screening,
  shell,
  watch,
};
