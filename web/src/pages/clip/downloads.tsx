/* The result's files, to keep. */
import { useTranslation } from "react-i18next";
import { Trouble } from "../../shell/trouble";
import { type ClipFile, resultName } from "./clip-file";
import { useSaving } from "./result-files";

const OFFERED = ["report.html", "annotated.mp4", "timeline.csv", "timeline.json"] as const;

export interface DownloadsProps {
  clip: ClipFile;
  files: Readonly<Record<string, string>>;
}

export function Downloads({ clip, files }: DownloadsProps) {
  const { t } = useTranslation("clip");
  const { busy, failed, save } = useSaving();
  const offered = OFFERED.flatMap((name) => {
    const path = files[name];
    return path ? [{ name, path }] : [];
  });
  return (
    <section className="stack-tight" aria-labelledby="clip-files">
      <h3 id="clip-files">{t("files.title")}</h3>
      <div className="row">
        {offered.map(({ name, path }) => (
          <button
            key={name}
            type="button"
            className={name === "report.html" ? "button button-primary" : "button"}
            disabled={busy !== null}
            onClick={() => void save(path, resultName(clip.name, name))}
          >
            {t(`files.${FILE_KEYS[name]}`)}
          </button>
        ))}
      </div>
      <p role="status" className="soft small">
        {busy !== null && t("files.busy")}
      </p>
      {failed && <Trouble error={failed.error} again={() => void save(failed.path, failed.name)} />}
    </section>
  );
}

/** Message keys hold no dots. */
const FILE_KEYS = {
  "report.html": "report",
  "annotated.mp4": "video",
  "timeline.csv": "csv",
  "timeline.json": "json",
} as const;
