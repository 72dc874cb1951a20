import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cx } from "../classes";
import * as m from "../messages";

/** Searches shortly after the last key, but never in the middle of composing a word. */
export function SearchField({
  value,
  onChange,
  placeholder,
  className,
  delay = 250,
}: {
  value: string;
  onChange: (next: string) => void;
  placeholder: string;
  className?: string;
  delay?: number;
}) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const composing = useRef(false);
  useEffect(() => {
    if (!timer.current) setTyped(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function settle(text: string) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      onChange(text);
    }, delay);
  }

  return (
    <div className={cx("no-print relative", className)}>
      <Search
        className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-mute"
        aria-hidden="true"
      />
      <input
        type="search"
        data-search=""
        aria-label={`${m.search()}: ${placeholder}`}
        placeholder={placeholder}
        value={typed}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          settle(event.currentTarget.value);
        }}
        onChange={(event) => {
          setTyped(event.target.value);
          if (!composing.current) settle(event.target.value);
        }}
        className="min-h-(--control) w-full rounded-full border border-edge bg-surface ps-9 pe-3 text-(length:--control-text)"
      />
    </div>
  );
}
