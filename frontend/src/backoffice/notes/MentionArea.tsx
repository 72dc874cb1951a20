import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type TextareaHTMLAttributes, useId, useRef, useState } from "react";
import { get } from "../../shared/api/client";
import type { Page, Staff } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { useSession } from "../../shared/session";
import * as m from "./messages";

/** The colleagues whom a text names by @. */
export function namedIn(text: string, staff: Staff[]): Staff[] {
  return staff.filter((it) => text.includes(`@${it.name}`));
}

export function useColleagues(): Staff[] {
  const { person } = useSession();
  const { data } = useQuery({
    queryKey: ["staff"],
    queryFn: ({ signal }) => get<Page<Staff>>("/staff", signal),
    staleTime: 300_000,
  });
  return (data?.items ?? []).filter((it) => it.id !== person.id);
}

/** What is typed after the last @ before the caret; undefined where there is none. */
export function partAfterAt(text: string, caret: number): string | undefined {
  return /@([^\s@]{0,30})$/.exec(text.slice(0, caret))?.[1];
}

/** A field in which @ offers colleagues: arrows choose, Enter takes, Escape leaves. */
export function MentionArea({
  value,
  onText,
  onKeyDown,
  colleagues,
  ...rest
}: {
  value: string;
  onText: (next: string) => void;
  colleagues: Staff[];
} & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [part, setPart] = useState<string>();
  const [at, setAt] = useState(0);
  const offered =
    part === undefined ? [] : colleagues.filter((it) => it.name.toLowerCase().includes(part.toLowerCase())).slice(0, 6);
  const chosen = Math.min(at, offered.length - 1);

  function look() {
    const element = field.current;
    setPart(element ? partAfterAt(element.value, element.selectionStart) : undefined);
    setAt(0);
  }

  function take(who: Staff | undefined) {
    const element = field.current;
    if (!who || !element || part === undefined) return;
    const caret = element.selectionStart;
    onText(`${value.slice(0, caret - part.length)}${who.name} ${value.slice(caret)}`);
    setPart(undefined);
    element.focus();
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (offered.length > 0 && !event.ctrlKey && !event.metaKey) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setAt((chosen + step + offered.length) % offered.length);
      else if (event.key === "Enter" || event.key === "Tab") take(offered[chosen]);
      else if (event.key === "Escape") setPart(undefined);
      else return onKeyDown?.(event);
      event.preventDefault();
      return;
    }
    onKeyDown?.(event);
  }

  return (
    <div className="relative">
      <textarea
        {...rest}
        ref={field}
        value={value}
        role="combobox"
        aria-expanded={offered.length > 0}
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={offered[chosen] ? `${listId}-${chosen}` : undefined}
        aria-autocomplete="list"
        onChange={(event) => {
          onText(event.target.value);
          look();
        }}
        onClick={look}
        onKeyDown={press}
      />
      {offered.length > 0 && (
        <div
          id={listId}
          role="listbox"
          aria-label={m.colleagues()}
          className="absolute start-2 bottom-full z-10 mb-1 w-56 rounded-md border border-line bg-surface py-1 shadow-float"
        >
          {offered.map((it, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled on the field that owns the list
            <div
              key={it.id}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              onClick={() => take(it)}
              className={cx("cursor-pointer px-3 py-1.5", index === chosen ? "bg-brand-bg" : "hover:bg-sunken")}
            >
              {it.name}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
