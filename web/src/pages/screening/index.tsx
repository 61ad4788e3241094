/* Screening: which moments of an advert went with which apparent expression, viewer by viewer.

   film -> viewer's consent -> watching, read on the film's clock -> results -> next viewer
Everything stays in this page's memory; only pictures of the camera go to the server. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Advert, useAdvertRelease } from "./advert";
import { Leaving } from "./leaving";
import { Prepare } from "./prepare";
import type { Reading } from "./readings";
import { Results } from "./results";
import "./screening.css";
import { Steps } from "./steps";
import { useViewings, useWarning } from "./viewings";
import { Watching } from "./watching";

type Stage =
  | { readonly name: "prepare" }
  | { readonly name: "watching"; readonly viewer: string }
  | { readonly name: "results"; readonly shown: number };

export function Screening() {
  const { t } = useTranslation("screening");
  const [advert, setAdvert] = useState<Advert | null>(null);
  const [stage, setStage] = useState<Stage>({ name: "prepare" });
  const viewings = useViewings();
  const precious = viewings.unsaved || stage.name === "watching";
  useAdvertRelease(advert);
  useWarning(precious);
  const prepare = () => setStage({ name: "prepare" });
  const show = (shown: number) => setStage({ name: "results", shown });
  const finish = (viewer: string, readings: readonly Reading[]) =>
    show(viewings.add([{ viewer, readings }], false));
  const startOver = () => {
    viewings.clear();
    setAdvert(null);
    prepare();
  };
  return (
    <div className="page stack screening">
      <header className="stack-tight">
        <h1>{t("title")}</h1>
        {stage.name === "prepare" && <p className="soft screening-lead">{t("lead")}</p>}
        <Steps now={advert ? (stage.name === "prepare" ? "viewer" : stage.name) : "advert"} />
      </header>
      {stage.name === "prepare" && (
        <Prepare
          advert={advert}
          viewings={viewings}
          choose={setAdvert}
          begin={(viewer) => setStage({ name: "watching", viewer })}
          show={show}
        />
      )}
      {stage.name === "watching" && advert && (
        <Watching
          advert={advert}
          viewer={stage.viewer}
          finish={(readings) => finish(stage.viewer, readings)}
          cancel={() => (viewings.all[0] ? show(viewings.all[0].id) : prepare())}
        />
      )}
      {stage.name === "results" && advert && (
        <Results
          advert={advert}
          viewings={viewings}
          shown={stage.shown}
          show={show}
          next={prepare}
          startOver={startOver}
        />
      )}
      <Leaving wanted={precious} />
    </div>
  );
}
