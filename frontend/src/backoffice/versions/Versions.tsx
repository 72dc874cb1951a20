import { Link } from "wouter";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { SelectField } from "../../shared/ui/Field";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Lines, Sums } from "./Differing";
import { type Difference, useDifference } from "./data";
import * as m from "./messages";
import { Related } from "./Related";

/** Two versions of a statement side by side: its sums and every line that differs. */
export default function Versions({ id }: { id: string }) {
  const [params, change] = useParams();
  const { data, error, refetch } = useDifference(id, params.get("before"), params.get("after"));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} />;
  return (
    <div className="max-w-4xl">
      <p className="text-mute">
        <Link href={`/console/statements/${id}`} className="hover:text-ink hover:underline">
          {data.statement_no}
        </Link>{" "}
        › {data.customer}
      </p>
      <PageTitle>{m.title()}</PageTitle>
      {data.before.version === 0 ? (
        <Card>
          <Empty kind="done" title={m.onlyVersion()}>
            {m.onlyHint()}
          </Empty>
        </Card>
      ) : (
        <div className="space-y-4">
          <Card className="grid gap-4 p-4 sm:grid-cols-2">
            <Choice
              label={m.before()}
              difference={data}
              side="before"
              onChoose={(version) => change({ before: version })}
            />
            <Choice
              label={m.after()}
              difference={data}
              side="after"
              onChoose={(version) =>
                change({
                  after: version,
                  before: Number(version) <= data.before.version ? undefined : (params.get("before") ?? undefined),
                })
              }
            />
          </Card>
          <Card className="overflow-hidden">
            <Sums difference={data} />
          </Card>
          <Card className="overflow-hidden">
            <Lines difference={data} />
          </Card>
        </div>
      )}
      <Related difference={data} />
    </div>
  );
}

function Choice({
  label,
  difference,
  side,
  onChoose,
}: {
  label: string;
  difference: Difference;
  side: "before" | "after";
  onChoose: (version: string) => void;
}) {
  const { organization } = useSession();
  const chosen = difference[side];
  const choices = difference.versions.filter((it) =>
    side === "before" ? it.version < difference.after.version : it.version > 1,
  );
  return (
    <div>
      <SelectField label={label} value={String(chosen.version)} onChange={(event) => onChoose(event.target.value)}>
        {choices.map((it) => (
          <option key={it.version} value={it.version}>
            {shared.version({ n: it.version })}
          </option>
        ))}
      </SelectField>
      <p className="mt-1 text-mute">
        {chosen.at && formatInstant(chosen.at, organization.time_zone)}
        {chosen.reason && <span className="block break-words">{chosen.reason}</span>}
      </p>
    </div>
  );
}
