import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Boundary } from "./Boundary";

function Broken({ when }: { when: boolean }) {
  if (when) throw new Error("amount missing");
  return <p>page</p>;
}

it("shows what broke, and the page again once it can be drawn", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { rerender } = render(
    <Boundary at="/a">
      <Broken when />
    </Boundary>,
  );
  expect(screen.getByText("amount missing")).toBeTruthy();
  rerender(
    <Boundary at="/a">
      <Broken when={false} />
    </Boundary>,
  );
  fireEvent.click(screen.getByRole("button", { name: /重试|Try again/ }));
  expect(screen.getByText("page")).toBeTruthy();
});

it("forgets the failure at another address", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { rerender } = render(
    <Boundary at="/a">
      <Broken when />
    </Boundary>,
  );
  rerender(
    <Boundary at="/b">
      <Broken when={false} />
    </Boundary>,
  );
  expect(screen.getByText("page")).toBeTruthy();
});
