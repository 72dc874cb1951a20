import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { apiPath, get } from "../../shared/api/client";
import { formatSize } from "../../shared/attachments/upload";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure } from "../../shared/ui/states";
import { Opening } from "../Opening";
import { causeWord, eventWord, type IssueView, issueKey, sourceWord, stateTone, stateWord, timeLeft } from "./data";
import { Ending } from "./Ending";
import { FollowUp } from "./FollowUp";
import * as m from "./messages";

/** One issue: what it is, what is next, who and by when, its history, and the proof that closes it. */
export default function IssuePage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: issueKey(id),
    queryFn: ({ signal }) => get<IssueView>(`/issues/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const ended = data.state === "closed" || data.state === "dropped";
  return (
    <>
      <p className="text-mute">
        <Link href="/console/issues" className="hover:text-ink hover:underline">
          {m.title()}
        </Link>{" "}
        ›{" "}
        <Link href={`/console/customers/${data.customer.id}`} className="hover:text-ink hover:underline">
          {data.customer.name}
        </Link>
      </p>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-[1.375rem] font-semibold break-words">{data.title}</h1>
        <Chip tone={stateTone(data.state)}>{stateWord(data.state)}</Chip>
        {data.late && <Chip tone="bad">{timeLeft(data)}</Chip>}
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start">
        <div className="min-w-0 space-y-4">
          <Card className="p-4">
            {data.description && <p className="mb-3 break-words whitespace-pre-wrap">{data.description}</p>}
            <Facts
              facts={[
                [m.no(), `${data.issue_no} · ${m.raisedBy({ name: data.raised_by })}`],
                [
                  m.source(),
                  <Link key="s" href={data.source_link} className="text-brand hover:underline">
                    {[sourceWord(data.source), data.source_no].filter(Boolean).join(" ")}
                  </Link>,
                ],
                [
                  m.amount(),
                  data.amount && data.currency && <Money key="a" amount={data.amount} currency={data.currency} code />,
                ],
                [m.owner(), data.owner.name],
                [m.due(), [data.due_on, timeLeft(data)].filter(Boolean).join(" · ")],
                [m.cause(), causeWord(data.cause)],
                [m.nextStep(), data.next_step || m.noNextStep()],
              ]}
            />
          </Card>
          {ended && <Proof issue={data} />}
          <History issue={data} />
        </div>
        <aside className="space-y-4">
          {!ended && <FollowUp key={data.row_version} issue={data} />}
          <Files issue={data} />
          <Ending key={`end ${data.row_version}`} issue={data} />
        </aside>
      </div>
    </>
  );
}

function Proof({ issue }: { issue: IssueView }) {
  const { organization } = useSession();
  const { proof } = issue;
  return (
    <Card className="p-4">
      <h2 className="font-semibold">{issue.state === "closed" ? m.proof() : m.stateDropped()}</h2>
      <p className="mt-1 break-words whitespace-pre-wrap">{proof.text}</p>
      <p className="flex flex-wrap gap-x-4">
        {proof.file_id && (
          <a
            href={apiPath(`/issues/${issue.id}/files/${proof.file_id}`)}
            download
            className="text-brand hover:underline"
          >
            {issue.files.find((it) => it.id === proof.file_id)?.name}
          </a>
        )}
        {proof.document_id && (
          <Link href={`/console/documents/${proof.document_id}`} className="text-brand hover:underline">
            {proof.document_no}
          </Link>
        )}
      </p>
      <p className="text-mute">
        {proof.by} · {proof.at && formatInstant(proof.at, organization.time_zone)}
      </p>
    </Card>
  );
}

function History({ issue }: { issue: IssueView }) {
  const { organization } = useSession();
  return (
    <Card className="pb-3">
      <CardHeading>{m.history()}</CardHeading>
      <ol className="divide-y divide-line">
        {issue.events.map((it) => (
          <li key={`${it.at} ${it.kind}`} className="px-4 py-2">
            <p className="break-words">{eventWord(it)}</p>
            {it.kind !== "raised" && it.text && <p className="break-words whitespace-pre-wrap">{it.text}</p>}
            <p className="text-mute">
              {it.by} · {formatInstant(it.at, organization.time_zone)}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Files({ issue }: { issue: IssueView }) {
  return (
    <Card className="pb-3">
      <CardHeading>{m.files()}</CardHeading>
      {issue.files.length === 0 ? (
        <p className="px-4 text-mute">{m.noFiles()}</p>
      ) : (
        <ul>
          {issue.files.map((it) => (
            <li key={it.id} className="flex flex-wrap gap-x-3 px-4 py-1">
              <a
                href={apiPath(`/issues/${issue.id}/files/${it.id}`)}
                download
                aria-label={`${shared.download()} ${it.name}`}
                className="min-w-0 break-all text-brand hover:underline"
              >
                {it.name}
              </a>
              <span className="text-mute">
                {formatSize(it.size)} · {it.by}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
