/* A file of the viewer's own: fetched with the token, which a plain link could not send. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../shell/trouble";

export interface DownloadProps {
  name: string;
  file: () => Promise<Blob>;
  children: ReactNode;
}

export function Download({ name, file, children }: DownloadProps) {
  const { t } = useTranslation("watch");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fetchFile = async () => {
    setBusy(true);
    setError(null);
    try {
      save(await file(), name);
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="button" disabled={busy} onClick={fetchFile}>
        {children}
      </button>
      <span role="status" className="unseen">
        {busy ? t("loading") : ""}
      </span>
      {error !== null && <Trouble error={error} again={fetchFile} />}
    </>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
