import { nameOf } from "../../shared/names";
import { useSession } from "../../shared/session";
import { Card, Facts, PageTitle } from "../../shared/ui/Layout";
import * as m from "./messages";
import { Steps } from "./Steps";

const topics = [
  { title: m.confirmTitle, points: [m.confirm1, m.confirm2, m.confirm3] },
  { title: m.disputeTitle, points: [m.dispute1, m.dispute2, m.dispute3] },
  { title: m.proposalTitle, points: [m.proposal1, m.proposal2] },
  { title: m.overdueTitle, points: [m.overdue1, m.overdue2] },
  { title: m.filesTitle, points: [m.files1, m.files2] },
  { title: m.keyboardTitle, points: [m.keyboard1, m.keyboard2] },
];

/** How to reconcile, for somebody who has never done it here. */
export default function Help() {
  const { organization } = useSession();
  return (
    <div className="mx-auto max-w-5xl">
      <PageTitle>{m.title()}</PageTitle>
      <Card className="p-5">
        <Steps />
      </Card>
      <div className="mt-4 grid gap-4 md:grid-cols-2">
        {topics.map(({ title, points }) => (
          <Card key={title()} className="p-5">
            <h2 className="font-semibold">{title()}</h2>
            <ul className="mt-2 list-disc space-y-1.5 ps-5">
              {points.map((point) => (
                <li key={point()}>{point()}</li>
              ))}
            </ul>
          </Card>
        ))}
        <Card className="p-5">
          <h2 className="font-semibold">{m.verifyTitle()}</h2>
          <p className="mt-2">{m.verifyText()}</p>
          <a className="inline-flex min-h-11 items-center underline" href="/verify" target="_blank" rel="noreferrer">
            {m.verifyOpen()}
          </a>
        </Card>
        <Card className="p-5">
          <h2 className="font-semibold">{m.contactTitle()}</h2>
          <p className="mt-2 mb-2">{m.contactText()}</p>
          <p className="font-medium">{nameOf(organization)}</p>
          <Facts
            facts={[
              [m.phone(), organization.phone],
              [m.address(), organization.address],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}
