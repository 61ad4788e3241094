/* The pages by address. The gateway answers index.html for the same addresses (services/web). */
import { createBrowserRouter } from "react-router";
import { Broken } from "./shell/broken";
import { NotFound } from "./shell/not-found";
import { Shell } from "./shell/shell";

export const router = createBrowserRouter([
  {
    path: "/",
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      { index: true, lazy: async () => ({ Component: (await import("./pages/home")).Home }) },
      { path: "live", lazy: async () => ({ Component: (await import("./pages/live")).Live }) },
      { path: "clip", lazy: async () => ({ Component: (await import("./pages/clip")).Clip }) },
      {
        path: "screening",
        lazy: async () => ({ Component: (await import("./pages/screening")).Screening }),
      },
      { path: "watch", lazy: async () => ({ Component: (await import("./pages/watch")).Watch }) },
      {
        path: "recommend",
        lazy: async () => ({ Component: (await import("./pages/recommend")).Recommend }),
      },
      { path: "ops", lazy: async () => ({ Component: (await import("./pages/ops")).Ops }) },
      { path: "*", element: <NotFound /> },
    ],
  },
]);
