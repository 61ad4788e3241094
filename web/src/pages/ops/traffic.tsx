/* Requests: how many a second, which went wrong, and to which routes. */
import { useTranslation } from "react-i18next";
import { quantile } from "./histogram";
import type { Moment } from "./history";
import { MeasureChart } from "./measure-chart";
import type { Measures, RouteMeasures } from "./measures";
import { busiestRoutes, linesOf } from "./names";
import { useWording } from "./wording";

export interface MeasuredProps {
  moments: readonly Moment[];
  /** Those of the newest moment; null while there are none. */
  measures: Measures | null;
}

export function Traffic({ moments, measures }: MeasuredProps) {
  const { t } = useTranslation("ops");
  const wording = useWording();
  const routes = busiestRoutes(moments);
  const busiest = measures?.routes[0];
  return (
    <section className="stack" aria-labelledby="traffic">
      <h2 id="traffic">{t("traffic")}</h2>
      <div className="measures">
        <MeasureChart
          name="requests"
          title={t("requests.title")}
          now={measures ? wording.rate(measures.requests) : t("measuring")}
          means={measures?.requests === 0 ? t("no_traffic") : t("requests.means")}
          moments={moments}
          lines={[
            { name: t("requests.all"), token: "accent" },
            { name: t("requests.wrong"), token: "happy", dash: [8, 4] },
            { name: t("requests.refused"), token: "surprise", dash: [2, 3] },
            { name: t("requests.failed"), token: "angry", dash: [10, 3, 2, 3] },
          ]}
          read={({ requests, wrong, refused, failed }) => [requests, wrong, refused, failed]}
          format={wording.rate}
          least={1}
        />
        <MeasureChart
          name="routes"
          title={t("routes.title")}
          now={measures ? (busiest?.route ?? t("no_traffic")) : t("measuring")}
          means={busiest ? t("routes.busiest", { rate: wording.rate(busiest.rate) }) : ""}
          moments={moments}
          lines={linesOf(routes)}
          read={(then) => routes.map((route) => rateOf(then, route))}
          format={wording.rate}
          least={1}
        />
      </div>
      {measures && measures.routes.length > 0 && <Routes routes={measures.routes} />}
    </section>
  );
}

function rateOf({ routes }: Measures, wanted: string): number {
  return routes.find(({ route }) => route === wanted)?.rate ?? 0;
}

const COLUMNS = ["rate", "failed", "p50", "p95", "p99"] as const;

function Routes({ routes }: { routes: readonly RouteMeasures[] }) {
  const { t } = useTranslation("ops");
  const { rate, count, time } = useWording();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what scrolls
    <section className="scroll" aria-label={t("routes.caption")} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("routes.route")}</th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="number">
                {t(`routes.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {routes.map(({ route, latency, ...requests }) => (
            <tr key={route}>
              <th scope="row">{route}</th>
              <td className="number">{rate(requests.rate)}</td>
              <td className="number">{count(Math.round(requests.failed))}</td>
              {[0.5, 0.95, 0.99].map((share) => (
                <td key={share} className="number">
                  {time(quantile(latency, share))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
