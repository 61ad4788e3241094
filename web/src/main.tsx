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
const place = document.getElementById("app");
if (place) {
  void startMessages().then(() => createRoot(place).render(<RouterProvider router={router} />));
}
