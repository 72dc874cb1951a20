import { describe, expect, it } from "vitest";
import { setLocale } from "../i18n/locale";
import { sum } from "../money";
import { content } from "../testing/statement";
import {
  answersByLine,
  broughtForwardLines,
  chooseLines,
  countLines,
  movementLines,
  overdueFirst,
  saidOfCustomer,
} from "./content";

const lines = movementLines(content);
const none = answersByLine([]);

describe("the content of a statement", () => {
  it("reads each line by the names of its columns", () => {
    expect(lines[1]).toMatchObject({
      no: 2,
      documentNo: "INV-2",
      orderNo: "PO-77",
      amount: "226.00",
      balance: "439.00",
    });
    expect(broughtForwardLines(content)[0]).toMatchObject({ no: 5, amount: "100.00", original: "120.00" });
  });

  it("adds up to the closing balance", () => {
    expect(sum([content.opening, ...lines.map((line) => line.amount)], "CNY")).toBe(content.closing);
  });

  it("calls overdue only what is open and was due before the cut-off", () => {
    expect(lines.filter((line) => line.overdue).map((line) => line.no)).toEqual([1]);
    expect(broughtForwardLines(content)[0]?.overdue).toBe(true);
  });

  it("says by how many days a line was overdue at the cut-off, and lifts the most overdue first", () => {
    expect(lines.map((line) => line.daysOverdue)).toEqual([11, 0, 0, 0]);
    const [first, second, ...rest] = lines;
    if (!first || !second) throw new Error("two lines are needed");
    const later = { ...second, overdue: true, daysOverdue: 40 };
    expect(overdueFirst([...rest, first, later]).map((line) => line.no)).toEqual([2, 1, 3, 4]);
    expect(overdueFirst(lines).map((line) => line.no)).toEqual([1, 2, 3, 4]);
  });

  it("finds lines by number, order, words and amount", () => {
    expect(chooseLines(lines, "all", "inv-2", none).map((line) => line.no)).toEqual([2]);
    expect(chooseLines(lines, "all", "伺服 po-77", none).map((line) => line.no)).toEqual([1, 2, 4]);
    expect(chooseLines(lines, "all", "11.30", none).map((line) => line.no)).toEqual([4]);
    expect(chooseLines(lines, "all", "nowhere", none)).toEqual([]);
  });

  it("filters and counts by answer", () => {
    const answers = answersByLine([
      { line_no: 1, answer: "confirmed" },
      { line_no: 3, answer: "disputed" },
    ]);
    expect(chooseLines(lines, "waiting", "", answers).map((line) => line.no)).toEqual([2, 4]);
    expect(chooseLines(lines, "disputed", "", answers).map((line) => line.no)).toEqual([3]);
    expect(countLines(lines, answers)).toEqual({
      all: 4,
      waiting: 2,
      confirmed: 1,
      disputed: 1,
      submitted: 0,
      overdue: 1,
    });
  });

  it("says what documents and the customer say in custom fields, and finds lines by it", () => {
    setLocale("zh-CN");
    const column = (subject: "customer" | "document", code: string, zh: string) => {
      return { subject, code, kind: "text" as const, zh, en: code, options: [] };
    };
    const choice = { code: "direct", zh: "直销", en: "Direct" };
    const fields = {
      columns: [
        column("document", "project", "项目号"),
        { ...column("customer", "channel", "渠道"), kind: "choice" as const, options: [choice] },
        { ...column("document", "urgent", "加急"), kind: "yes_no" as const },
      ],
      customer: ["direct"],
      documents: { [lines[0]?.documentId ?? ""]: ["HD-2601", "true"], [lines[1]?.documentId ?? ""]: [null, "false"] },
    };
    const named = movementLines({ ...content, fields });
    expect(named.map((line) => line.said)).toEqual([
      [
        ["项目号", "HD-2601"],
        ["加急", "是"],
      ],
      [["加急", "否"]],
      [],
      [],
    ]);
    expect(chooseLines(named, "all", "hd-2601", none).map((line) => line.no)).toEqual([1]);
    expect(saidOfCustomer({ ...content, fields })).toEqual([["渠道", "直销"]]);
    expect(saidOfCustomer(content)).toEqual([]);
  });
});
