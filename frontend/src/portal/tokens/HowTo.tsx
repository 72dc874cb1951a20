import { apiPath } from "../../shared/api/client";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Card, CardHeading } from "../../shared/ui/Layout";
import * as m from "./messages";

/** Three requests to copy, which say most of what there is to know. */
export function HowTo() {
  const at = (path: string) => `${window.location.origin}${apiPath(path)}`;
  const examples: [string, string][] = [
    [m.howToList(), `curl -H "Authorization: Bearer $HEFU_TOKEN" "${at("/statements?limit=50")}"`],
    [m.howToFile(), `curl -OJ -H "Authorization: Bearer $HEFU_TOKEN" "${at("/statements/ID/file?format=ubl")}"`],
    [m.howToItems(), `curl -H "Authorization: Bearer $HEFU_TOKEN" "${at("/account/items?limit=200")}"`],
  ];
  return (
    <Card className="pb-4">
      <CardHeading>{m.howTo()}</CardHeading>
      <div className="space-y-3 px-4">
        <p className="text-mute">{m.howToText()}</p>
        {examples.map(([label, command]) => (
          <div key={label}>
            <p className="font-medium">{label}</p>
            <div className="flex items-start gap-2 rounded-(--radius-control) border border-line bg-sunken ps-3">
              <code className="min-w-0 flex-1 py-2.5 text-[0.8125rem] break-all select-all">{command}</code>
              <CopyButton value={command} label={label} />
            </div>
          </div>
        ))}
      </div>
    </Card>
  );
}
