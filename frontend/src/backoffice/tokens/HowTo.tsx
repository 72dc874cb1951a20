import { apiPath } from "../../shared/api/client";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Card, CardHeading } from "../../shared/ui/Layout";
import * as m from "./messages";

/** What an ERP engineer needs: the rules of a request, and five of them to copy. */
export function HowTo() {
  const at = (path: string) => `${window.location.origin}${apiPath(path)}`;
  const bearer = '-H "Authorization: Bearer $HEFU_TOKEN"';
  const key = '-H "Idempotency-Key: $(uuidgen)"';
  const examples: [string, string][] = [
    [m.howToUpload(), `curl ${bearer} ${key} -F "file=@receivables.xlsx" "${at("/imports?kind=receivables")}"`],
    [
      m.howToCommit(),
      `curl -X POST ${bearer} ${key} -H "Content-Type: application/json" -d '{"skip_bad":false}' "${at("/imports/ID/commit")}"`,
    ],
    [m.howToItems(), `curl ${bearer} "${at("/aging/items?customer_id=ID&limit=200")}"`],
    [m.howToStatements(), `curl ${bearer} "${at("/statements?limit=50")}"`],
    [m.howToEvents(), `curl ${bearer} "${at("/events?limit=200&after=ID")}"`],
  ];
  return (
    <Card className="pb-4">
      <CardHeading
        action={
          <a href="/openapi.json" className="inline-flex min-h-6 items-center pe-2 text-brand hover:underline">
            {m.spec()}
          </a>
        }
      >
        {m.howTo()}
      </CardHeading>
      <div className="space-y-3 px-4">
        <p className="text-mute">{m.howToText()}</p>
        {examples.map(([label, command]) => (
          <div key={label}>
            <p className="font-medium">{label}</p>
            <div className="flex items-start gap-2 rounded-(--radius-control) border border-line bg-sunken ps-3">
              <code className="min-w-0 flex-1 py-1.5 text-[0.8125rem] break-all select-all">{command}</code>
              <CopyButton value={command} label={label} />
            </div>
          </div>
        ))}
      </div>
    </Card>
  );
}
