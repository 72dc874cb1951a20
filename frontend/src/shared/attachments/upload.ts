import { ApiError, apiPath, checked, knownCsrfToken } from "../api/client";

export const maxSize = 25 * 1024 * 1024;
export const maxFiles = 20;

/** What the file chooser offers. Without HEIC on it a phone hands its photographs over as JPEG. */
export const accepted = "image/jpeg,image/png,image/webp,application/pdf,.pdf,.ofd,.xlsx,.docx,.pptx,.csv,.txt";

/** Where a file goes: a dispute, one of its messages if it was written just now, and other disputes it is about too. */
export interface Target {
  dispute: string;
  message?: string;
  internal?: boolean;
  also?: string[];
}

/** Sends one file under its key; sending it again under the same key adds nothing. Tells how much has gone, 0 to 1. */
export function upload(
  file: File,
  key: string,
  to: Target,
  onProgress: (part: number) => void,
): Promise<{ id: string }> {
  const search = new URLSearchParams();
  if (to.message) search.set("message_id", to.message);
  if (to.internal && !to.message) search.set("internal", "true");
  const question = search.size ? `?${search}` : "";
  return sendFile(apiPath(`/disputes/${to.dispute}/attachments/${key}${question}`), file, onProgress);
}

/** RFC 5987: a name of any characters in a header. */
function disposition(name: string): string {
  const plain = encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `attachment; filename*=UTF-8''${plain}`;
}

/** Sends a file as the body itself. fetch tells nothing about how much has gone, so this does not use it. */
export async function sendFile(
  address: string,
  file: File,
  onProgress: (part: number) => void,
): Promise<{ id: string }> {
  const request = new XMLHttpRequest();
  const ended = new Promise<void>((resolve) => {
    request.onloadend = () => resolve();
  });
  request.open("PUT", address);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRF-Token", knownCsrfToken());
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Content-Disposition", disposition(file.name));
  request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
  request.send(file);
  await ended;
  const response = await checked(
    request.status === 0
      ? Promise.reject(new TypeError("the server was not reached"))
      : Promise.resolve(
          new Response(request.responseText, {
            status: request.status,
            headers: { "Content-Type": request.getResponseHeader("Content-Type") ?? "" },
          }),
        ),
  );
  return (await response.json()) as { id: string };
}

/** Why a file would be refused anyway, before it is sent. */
export function fault(file: File): "empty" | "large" | "heic" | undefined {
  if (file.size === 0) return "empty";
  if (file.size > maxSize) return "large";
  if (/\.hei[cf]$/i.test(file.name) || /^image\/hei[cf]/.test(file.type)) return "heic";
  return undefined;
}

export function isOffline(error: unknown): boolean {
  return error instanceof ApiError && error.status === 0;
}

/** "3.4 MB": for reading, not for reckoning. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
