/* A button that picks one file. */
import type { ReactNode } from "react";

export interface PickFileProps {
  accept: string;
  primary?: boolean;
  pick: (file: File) => void;
  children: ReactNode;
}

export function PickFile({ accept, primary = false, pick, children }: PickFileProps) {
  return (
    <label className={`button pick-file ${primary ? "button-primary" : ""}`}>
      <input
        type="file"
        className="unseen"
        accept={accept}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) pick(file);
          target.value = "";
        }}
      />
      {children}
    </label>
  );
}
