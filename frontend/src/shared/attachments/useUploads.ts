import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, newIntent, post } from "../api/client";
import * as m from "./messages";
import { fault, isOffline, maxFiles, type Target, upload } from "./upload";

export interface Item {
  key: string;
  file: File;
  /** A picture's address in this browser, to show it before it is sent. */
  preview?: string;
  state: "waiting" | "sending" | "sent" | "failed";
  part: number;
  error?: string;
  /** Another try may succeed: the file itself is not at fault. */
  again?: boolean;
}

const faults = { empty: m.emptyFile, large: m.tooLarge, heic: m.heic };

function begin(file: File): Item {
  const wrong = fault(file);
  const preview = /^image\/(jpeg|png|webp)$/.test(file.type) ? URL.createObjectURL(file) : undefined;
  return {
    key: newIntent(),
    file,
    preview,
    state: wrong ? "failed" : "waiting",
    part: 0,
    error: wrong && faults[wrong](),
  };
}

/** The files a person has chosen, and how far each is on its way. Files go one by one, after the words they belong to. */
export function useUploads() {
  const [items, setItems] = useState<Item[]>([]);
  const [notice, setNotice] = useState<string>();
  const latest = useRef(items);
  latest.current = items;
  const target = useRef<Target>(undefined);

  useEffect(
    () => () => {
      for (const it of latest.current) if (it.preview) URL.revokeObjectURL(it.preview);
    },
    [],
  );

  const change = useCallback((key: string, next: Partial<Item>) => {
    latest.current = latest.current.map((it) => (it.key === key ? { ...it, ...next } : it));
    setItems(latest.current);
  }, []);

  const add = useCallback((files: Iterable<File>) => {
    const room = maxFiles - latest.current.filter((it) => it.state !== "sent").length;
    const chosen = [...files];
    setNotice(chosen.length > room ? m.tooMany({ count: maxFiles }) : undefined);
    latest.current = [...latest.current, ...chosen.slice(0, Math.max(0, room)).map(begin)];
    setItems(latest.current);
  }, []);

  const remove = useCallback((key: string) => {
    const gone = latest.current.find((it) => it.key === key);
    if (gone?.preview) URL.revokeObjectURL(gone.preview);
    latest.current = latest.current.filter((it) => it.key !== key);
    setItems(latest.current);
    setNotice(undefined);
  }, []);

  const one = useCallback(
    async (item: Item, to: Target) => {
      change(item.key, { state: "sending", part: 0, error: undefined });
      try {
        const { id } = await upload(item.file, item.key, to, (part) => change(item.key, { part }));
        for (const other of to.also ?? []) await post(`/disputes/${other}/attachments`, { from: id });
        change(item.key, { state: "sent", part: 1 });
      } catch (error) {
        const problem = error instanceof ApiError ? error : undefined;
        const passing = !problem || problem.status === 0 || problem.status >= 500 || problem.status === 429;
        const incomplete = problem?.code === "incomplete_upload";
        change(item.key, {
          state: "failed",
          error: isOffline(error) ? m.offline() : problem?.message || m.failed(),
          again: passing || incomplete,
        });
      }
    },
    [change],
  );

  /** Sends what waits, one after the other; true when nothing is left behind. */
  const send = useCallback(
    async (to: Target): Promise<boolean> => {
      target.current = to;
      for (const item of latest.current) if (item.state === "waiting") await one(item, to);
      return latest.current.every((it) => it.state === "sent");
    },
    [one],
  );

  const retry = useCallback(
    async (key: string): Promise<boolean> => {
      const item = latest.current.find((it) => it.key === key);
      if (item && target.current) await one(item, target.current);
      return latest.current.every((it) => it.state === "sent");
    },
    [one],
  );

  const clear = useCallback(() => {
    for (const it of latest.current) if (it.preview) URL.revokeObjectURL(it.preview);
    latest.current = [];
    setItems([]);
    setNotice(undefined);
  }, []);

  return {
    items,
    notice,
    add,
    remove,
    send,
    retry,
    clear,
    /** Files that would be sent now. */
    ready: items.filter((it) => it.state === "waiting").length,
    failed: items.filter((it) => it.state === "failed").length,
    busy: items.some((it) => it.state === "sending"),
  };
}

export type Uploads = ReturnType<typeof useUploads>;
