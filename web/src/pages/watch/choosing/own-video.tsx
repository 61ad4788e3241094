/* A video from the viewer's own disk: it plays here and is never sent; its title and tags are. */
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type OwnVideo, tagsOf, titleOfFile } from "../item";

export function OwnVideoForm({ onChosen }: { onChosen: (item: OwnVideo) => void }) {
  const { t } = useTranslation("watch");
  const [file, setFile] = useState<File | null>(null);
  const [title, setTitle] = useState("");
  const [category, setCategory] = useState("");
  const [tags, setTags] = useState("");
  const take = (chosen: File | null) => {
    setFile(chosen);
    if (chosen && !title) setTitle(titleOfFile(chosen.name));
  };
  const choose = (event: FormEvent) => {
    event.preventDefault();
    if (!file || !title.trim()) return;
    const named = { title: title.trim(), category: category.trim() || "video", tags: tagsOf(tags) };
    onChosen({ kind: "video", file, ...named });
  };
  return (
    <form className="panel stack own" onSubmit={choose}>
      <p>{t("own.lead")}</p>
      <VideoFile label={t("own.file")} onFile={take} />
      <TextField label={t("own.title")} value={title} change={setTitle} most={500} required />
      <TextField
        label={t("own.category")}
        value={category}
        change={setCategory}
        most={64}
        hint={t("own.category_hint")}
      />
      <TextField
        label={t("own.tags")}
        value={tags}
        change={setTags}
        most={500}
        hint={t("own.tags_hint")}
      />
      <p className="row">
        <button type="submit" className="button button-primary" disabled={!file || !title.trim()}>
          {t("choose.video")}
        </button>
      </p>
    </form>
  );
}

export function VideoFile({
  label,
  onFile,
}: {
  label: string;
  onFile: (file: File | null) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept="video/*"
        onChange={(event) => onFile(event.target.files?.[0] ?? null)}
      />
    </div>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
  most: number;
  hint?: string;
  required?: boolean;
}

function TextField({ label, value, change, most, hint, required = false }: TextFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        maxLength={most}
        required={required}
        value={value}
        aria-describedby={hint && `${id}-hint`}
        onChange={(event) => change(event.target.value)}
      />
      {hint && (
        <p id={`${id}-hint`} className="small soft">
          {hint}
        </p>
      )}
    </div>
  );
}
