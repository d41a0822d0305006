import { expect, it } from "vitest";
import { jsonFault } from "../../../src/console/code/json-lint.ts";

it.each(["{}", "[1, 2]", '"text"', " null "])("%s is fine", (text) => expect(jsonFault(text)).toBeNull());

it.each([
  ["", "Line 1: The text is empty; write a value, such as {}."],
  ['{\n  "a": 1,\n}', "Line 3: Remove the comma before this: nothing follows it."],
  ['{\n  "a": 1\n  "b": 2\n}', "Line 3: A comma is missing before this."],
  ["{ a: 1 }", 'Line 1: Write the name in quotes: "a".'],
  ["{ 'a': 1 }", 'Line 1: Texts stand between double quotes: ".'],
  ['{ "a": yes }', "Line 1: yes is no JSON value. Texts stand between double quotes."],
  ['// why\n{ "a": 1 }', "Line 1: JSON has no comments."],
  ['{ "a": "x', "Line 1: This text does not end on its line, or has a backslash that means nothing."],
  ['{ "a": [1, 2', "Line 1: The text ends before it is complete; close what is open."],
  ['{ "a": 1 } }', "Line 1: } cannot stand here."],
])("%j is told where and why", (text, message) => expect(jsonFault(text)?.message).toBe(message));
