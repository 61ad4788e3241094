/* Starts the app: styles, the language, then the routes. */
import "./design/tokens.css";
import "./design/base.css";
import "./design/parts.css";
import "./shell/shell.css";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { startMessages } from "./messages";
import { router } from "./routes";
import { applyScheme } from "./shell/scheme";

applyScheme();
startMessages().then(show, sayUnstarted);

function show(): void {
  const place = document.getElementById("app");
  if (place) createRoot(place).render(<RouterProvider router={router} />);
}

/** Without its texts the app cannot speak: index.html has a sentence for that. */
function sayUnstarted(): void {
  document.getElementById("unstarted")?.removeAttribute("hidden");
}
