/* What is loaded, where it runs and under which licence. */
import { useTranslation } from "react-i18next";
import { useFigures } from "../../messages/figures";
import { address } from "../../server/request";

export interface Model {
  readonly name: string;
  readonly task: string;
  readonly version: string;
  readonly provider: string;
  readonly sha256: string;
  readonly licence: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** The path of its card. */
  readonly card: string;
}

const SHORT_HASH = 12;
const COLUMNS = ["model", "task", "version", "provider", "licence", "sha256", "figures"] as const;

export function Models({ models }: { models: readonly Model[] }) {
  const { t } = useTranslation("ops");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what scrolls
    <section className="scroll" aria-label={t("loaded")} tabIndex={0}>
      <table className="table models">
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {t(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Row key={model.name} model={model} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ model }: { model: Model }) {
  const { t } = useTranslation("ops");
  return (
    <tr>
      <th scope="row">
        {model.name}
        <br />
        <a className="models-card" href={address(model.card)} target="_blank" rel="noreferrer">
          {t("card")}
          <span className="unseen"> {t("card_of", { model: model.name })}</span>
        </a>
      </th>
      <td>{model.task}</td>
      <td>{model.version}</td>
      <td>{model.provider.toUpperCase()}</td>
      <td>{model.licence}</td>
      <td>
        <code title={model.sha256}>{model.sha256.slice(0, SHORT_HASH)}…</code>
      </td>
      <td>
        <FiguresOf metrics={model.metrics} />
      </td>
    </tr>
  );
}

function FiguresOf({ metrics }: { metrics: Model["metrics"] }) {
  const { t } = useTranslation("ops");
  const { number } = useFigures();
  const figures = Object.entries(metrics);
  return (
    <details>
      <summary>{t("figures_count", { count: figures.length })}</summary>
      <dl className="small models-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name.replaceAll("_", " ")}</dt>
            <dd>{number(value, 4)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
