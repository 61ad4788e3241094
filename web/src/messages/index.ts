/* Texts of the app in English and Russian.

   messages/<language>/<namespace>.json -> one chunk a language -> useTranslation("<namespace>")

A language is loaded when it is first chosen. Keys are checked against the English files. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { en } from "./en";

export const LANGUAGES = { en: "English", ru: "Русский" } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = "mien.language";

const loaders: Record<Language, () => Promise<Record<string, object>>> = {
  en: async () => (await import("./en")).en,
  ru: async () => (await import("./ru")).ru,
};

export function isLanguage(name: string | null | undefined): name is Language {
  return name != null && Object.hasOwn(LANGUAGES, name);
}

/** The language that was chosen here before, or the browser's first one that ships. */
export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
}

export async function startMessages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "none",
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    showSupportNotice: false,
    returnNull: false,
  });
  await showLanguage(preferredLanguage());
}

/** Loads a language and shows the app in it. */
export async function showLanguage(language: Language): Promise<void> {
  const texts = await loaders[language]();
  for (const [namespace, resource] of Object.entries(texts)) {
    i18next.addResourceBundle(language, namespace, resource);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  void showLanguage(language);
}

declare module "i18next" {
  interface CustomTypeOptions {
    resources: typeof en;
    defaultNS: "shell";
    returnNull: false;
  }
}
