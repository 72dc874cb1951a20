import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { setShortcuts, useShortcuts } from "./shortcuts";

const next = vi.fn();
const goDisputes = vi.fn();

function Page() {
  useShortcuts({ j: next, d: next, "g d": goDisputes });
  return <input aria-label="field" />;
}

afterEach(() => {
  vi.clearAllMocks();
  setShortcuts(true);
});

it("runs single keys and two keys in a row", () => {
  render(<Page />);
  fireEvent.keyDown(window, { key: "j" });
  expect(next).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(window, { key: "g" });
  fireEvent.keyDown(window, { key: "d" });
  expect(goDisputes).toHaveBeenCalledTimes(1);
  expect(next).toHaveBeenCalledTimes(1);
});

it("leaves alone what is typed, composed, or meant for the browser", () => {
  render(<Page />);
  fireEvent.keyDown(screen.getByLabelText("field"), { key: "j" });
  fireEvent.keyDown(window, { key: "j", isComposing: true });
  fireEvent.keyDown(window, { key: "j", ctrlKey: true });
  expect(next).not.toHaveBeenCalled();
});

it("can be switched off", () => {
  render(<Page />);
  setShortcuts(false);
  fireEvent.keyDown(window, { key: "j" });
  expect(next).not.toHaveBeenCalled();
});
