import type { ReactNode } from "react";
import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import { Card, CardHeading } from "../../shared/ui/Layout";
import type { Finalization } from "./data";
import { Row } from "./Finalizations";
import * as m from "./messages";

/** What waits for a signature of ours; when nothing does, what stands here otherwise. */
export default function ToSign({ children }: { children: ReactNode }) {
  const list = useList<Page<Finalization>>("/finalizations", { state: "to_countersign" });
  if (!list.items?.length) return children;
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
