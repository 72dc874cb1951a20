import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { dismissToasts } from "../ui/toast";

// The test's DOM knows no layout: a dialog is open once it is shown, and the screen is wide.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.setAttribute("open", "");
};
HTMLDialogElement.prototype.close = function close() {
  this.removeAttribute("open");
};

const { happyDOM } = window as unknown as {
  happyDOM: { setViewport: (size: { width: number; height: number }) => void };
};
happyDOM.setViewport({ width: 1440, height: 900 });

// A page in parts comes when its part has come: on a machine with much to do that takes longer than the usual second.
configure({ asyncUtilTimeout: 15_000 });

afterEach(() => {
  cleanup();
  dismissToasts();
  vi.unstubAllGlobals();
  sessionStorage.clear();
});
