import { useEffect, useState } from "react";

/** Text that outlives a reload of the page, kept in this browser tab only. */
export function useDraft(name: string): [string, (next: string) => void] {
  const key = `hefu.draft.${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
  useEffect(() => {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  }, [key, text]);
  return [text, setText];
}
