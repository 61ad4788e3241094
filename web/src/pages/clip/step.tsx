/* A step of the page: its heading takes the focus, for the button that led here is gone. */
import { type ReactNode, useEffect, useId, useRef } from "react";

export interface StepProps {
  title: string;
  /** Names the step in tests and styles. */
  name: string;
  children: ReactNode;
}

export function Step({ title, name, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section className={`stack clip-step clip-${name}`} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}
