/* Language and scheme, kept in this browser. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isLanguage, keepLanguage, LANGUAGES } from "../messages";
import { chosenScheme, keepScheme, SCHEMES, type Scheme } from "./scheme";

export function Preferences() {
  const { t, i18n } = useTranslation("shell");
  const [scheme, setScheme] = useState(chosenScheme);
  const choose = (next: Scheme) => {
    keepScheme(next);
    setScheme(next);
  };
  return (
    <div className="preferences">
      <label>
        <span className="unseen">{t("language")}</span>
        <select
          value={i18n.language}
          onChange={(event) => isLanguage(event.target.value) && keepLanguage(event.target.value)}
        >
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="unseen">{t("scheme.label")}</span>
        <select value={scheme} onChange={(event) => choose(event.target.value as Scheme)}>
          {SCHEMES.map((name) => (
            <option key={name} value={name}>
              {t(`scheme.${name}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
