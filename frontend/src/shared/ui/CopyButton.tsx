import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import * as m from "../messages";

/** Puts a value on the clipboard and says so. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={`${m.copy()}: ${label}`}
      title={m.copy()}
      onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      className="grid size-(--control) shrink-0 place-items-center rounded-(--radius-control) text-brand hover:bg-brand-bg"
    >
      <Icon className="size-4" aria-hidden="true" />
      <span className="sr-only" aria-live="polite">
        {copied ? m.copied() : ""}
      </span>
    </button>
  );
}
