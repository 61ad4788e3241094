/* Light or dark: the system's choice unless one was made here. */
export const SCHEMES = ["system", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

const KEPT = "mien.scheme";

export function chosenScheme(): Scheme {
  const kept = localStorage.getItem(KEPT);
  return SCHEMES.find((scheme) => scheme === kept) ?? "system";
}

export function applyScheme(): void {
  const scheme = chosenScheme();
  if (scheme === "system") delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
  window.dispatchEvent(new Event("mien-scheme"));
}

export function keepScheme(scheme: Scheme): void {
  localStorage.setItem(KEPT, scheme);
  applyScheme();
}

/** Calls back whenever colours may have changed; returns how to stop. */
export function onSchemeChange(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  window.addEventListener("mien-scheme", changed);
  return () => {
    system.removeEventListener("change", changed);
    window.removeEventListener("mien-scheme", changed);
  };
}
