import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import { toast } from "../../shared/ui/toast";
import { stateLabel, type Template, type Words } from "./data";
import * as m from "./messages";

/** What was in force before, to read and to take up again. */
export function Versions({ template, onTake }: { template: Template; onTake: (words: Words) => void }) {
  const { organization } = useSession();
  return (
    <Card>
      <CardHeading
        action={
          <Button look="quiet" onClick={() => onTake(template.built_in)}>
            {m.useBuiltIn()}
          </Button>
        }
      >
        {m.versions()}
      </CardHeading>
      {template.versions.length === 0 ? (
        <p className="px-4 pb-4 text-mute">{m.noVersions()}</p>
      ) : (
        <ul className="divide-y divide-line">
          {template.versions.map((it, i) => (
            <li key={it.version} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-2">
              <div className="min-w-0 flex-1 basis-56">
                <span className="font-medium">{m.versionState({ n: it.version })}</span>{" "}
                {it.built_in && <span className="text-mute">{stateLabel(it)}</span>}{" "}
                {i === 0 && <Dot tone="ok">{m.inForce()}</Dot>}
                <span className="block text-[0.8125rem] text-mute">
                  {it.created_by_name} · {formatInstant(it.created_at, organization.time_zone)}
                </span>
                <span className="block break-words">{it.reason}</span>
              </div>
              <Button
                look="quiet"
                onClick={() => {
                  onTake(it.words);
                  toast(m.used({ n: it.version }));
                }}
              >
                {m.use()}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
