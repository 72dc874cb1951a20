import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import { Card, CardHeading } from "../../shared/ui/Layout";
import type { Finalization } from "./data";
import { Row } from "./Finalizations";
import * as m from "./messages";

/** What waits for a signature of ours; nothing when nothing does. */
export default function ToSign() {
  const list = useList<Page<Finalization>>("/finalizations", { state: "to_countersign" });
  if (!list.items?.length) return null;
  return (
    <Card>
      <CardHeading>{m.waiting()}</CardHeading>
      <ul className="divide-y divide-line">
        {list.items.map((it) => (
          <li key={it.id}>
            <Row of={it} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
