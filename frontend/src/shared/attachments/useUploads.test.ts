import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { formatSize } from "./upload";
import { useUploads } from "./useUploads";

afterEach(() => vi.unstubAllGlobals());

/** The network as a browser shows it: each request is answered by the next of the given answers. */
function network(answers: ({ status: number; body: object } | "broken")[]): string[] {
  const sent: string[] = [];
  vi.stubGlobal(
    "XMLHttpRequest",
    class {
      upload: { onprogress?: (event: object) => void } = {};
      onloadend?: () => void;
      status = 0;
      responseText = "";
      #name = "";
      #address = "";
      open(_method: string, address: string) {
        this.#address = address;
      }
      setRequestHeader(name: string, value: string) {
        if (name === "Content-Disposition") this.#name = value;
      }
      getResponseHeader() {
        return "application/json";
      }
      send() {
        sent.push(`${this.#address} ${this.#name}`);
        const answer = answers.shift() ?? "broken";
        this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 });
        if (answer !== "broken") {
          this.status = answer.status;
          this.responseText = JSON.stringify(answer.body);
        }
        queueMicrotask(() => this.onloadend?.());
      }
    },
  );
  return sent;
}

const file = (name: string, size = 10, type = "application/pdf") => new File([new Uint8Array(size)], name, { type });

test("files go one by one, a failed one alone is tried again under its own key", async () => {
  const sent = network([{ status: 200, body: { id: "a1" } }, "broken", { status: 200, body: { id: "a2" } }]);
  const { result } = renderHook(() => useUploads());
  act(() => result.current.add([file("送货单 (1).pdf"), file("回单.pdf")]));
  expect(result.current.ready).toBe(2);
  let all: boolean | undefined;
  await act(async () => {
    all = await result.current.send({ dispute: "d1", message: "m1" });
  });
  expect(all).toBe(false);
  expect(result.current.items.map((it) => it.state)).toEqual(["sent", "failed"]);
  expect(result.current.items[1]?.again).toBe(true);
  await act(async () => {
    all = await result.current.retry(result.current.items[1]?.key ?? "");
  });
  expect(all).toBe(true);
  expect(sent).toHaveLength(3);
  expect(sent[0]).toContain("/disputes/d1/attachments/");
  expect(sent[0]).toContain("message_id=m1");
  expect(sent[0]).toContain("filename*=UTF-8''%E9%80%81%E8%B4%A7%E5%8D%95%20%281%29.pdf");
  expect(sent[1]).toBe(sent[2]); // the same key
});

test("what would be refused anyway is not sent, and a refusal of the file offers no retry", async () => {
  const sent = network([{ status: 422, body: { code: "file_damaged", detail: "文件不完整" } }]);
  const { result } = renderHook(() => useUploads());
  act(() => result.current.add([file("空.pdf", 0), file("照片.HEIC", 9, ""), file("坏.pdf")]));
  expect(result.current.items.map((it) => it.state)).toEqual(["failed", "failed", "waiting"]);
  await act(async () => {
    await result.current.send({ dispute: "d1", internal: true });
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toContain("internal=true");
  expect(result.current.items[2]).toMatchObject({ state: "failed", error: "文件不完整", again: false });
  act(() => result.current.add(Array.from({ length: 21 }, (_, i) => file(`${i}.pdf`))));
  expect(result.current.items).toHaveLength(20);
  expect(result.current.notice).toBeTruthy();
});

test("sizes are short", () => {
  expect([12, 2048, 3_565_158].map(formatSize)).toEqual(["12 B", "2 KB", "3.4 MB"]);
});
