import { apiPath } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { Page } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import * as m from "./messages";

type Anchor = components["schemas"]["BackofficeArchiveAnchor"];

/** The daily roots over everything that was archived, to be published where nobody can take them back. */
export function Anchors() {
  const { organization } = useSession();
  const list = useList<Page<Anchor>>("/archive-anchors", {});
  return (
    <Card className="mt-4">
      <CardHeading>{m.anchors()}</CardHeading>
      <p className="max-w-3xl px-4 pb-3 text-mute">{m.anchorsIntro()}</p>
      <Listed
        list={list}
        rows={3}
        empty={
          <Empty kind="nothing" title={m.noAnchors()}>
            {m.noAnchorsHint()}
          </Empty>
        }
      >
        {(items) => (
          <GridTable label={m.anchors()}>
            <thead>
              <tr>
                <th scope="col">{m.anchorDay()}</th>
                <th scope="col" className="text-end">
                  {m.anchorAdded()}
                </th>
                <th scope="col" className="text-end">
                  {m.anchorSize()}
                </th>
                <th scope="col">{m.anchorRoot()}</th>
                <th scope="col">{m.signature()}</th>
                <th scope="col">
                  <span className="sr-only">{shared.download()}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((it) => (
                <tr key={it.id}>
                  <td className="num">{it.day}</td>
                  <td className="num text-end">{it.bundles}</td>
                  <td className="num text-end">{it.size}</td>
                  <td className="min-w-64 whitespace-normal">
                    <code className="text-[0.8125rem] break-all">{it.root}</code>
                  </td>
                  <td className="min-w-44 whitespace-normal">
                    {it.signer && it.stamped_at
                      ? m.signedBy({ who: it.signer, at: formatInstant(it.stamped_at, organization.time_zone) })
                      : m.notSigned()}
                  </td>
                  <td>
                    <span className="flex justify-end gap-2">
                      <CopyButton value={it.line} label={m.anchorCopyNamed({ day: it.day })} />
                      <a
                        className={buttonClass("secondary")}
                        href={apiPath(`/archive-anchors/${it.id}/file`)}
                        download
                        aria-label={m.anchorDownloadNamed({ day: it.day })}
                      >
                        {m.download()}
                      </a>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        )}
      </Listed>
    </Card>
  );
}
