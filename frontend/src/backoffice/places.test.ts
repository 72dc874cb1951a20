import { expect, it } from "vitest";
import { wings } from "./places";

it("gives every place a letter of its own", () => {
  const letters = wings.flatMap((wing) => wing.places.map((place) => place.key));
  expect(letters.filter((letter, at) => letters.indexOf(letter) !== at)).toEqual([]);
});
