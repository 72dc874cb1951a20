import { ApiError } from "../../shared/api/client";
import { formatDate } from "../../shared/dates";
import { Button } from "../../shared/ui/Button";
import { Card, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { Remember } from "./ByHand";
import * as m from "./messages";
import { PostOn } from "./PostOn";
import { ReadingCard } from "./ReadingCard";
import type { WaitingLine } from "./types";
import { standing } from "./words";

interface LinePaneProps {
  line: WaitingLine;
  chosen: number | undefined;
  onChoose: (at: number) => void;
  remember: boolean;
  onRemember: (on: boolean) => void;
  postOn: string;
  onPostOn: (day: string) => void;
  busy: boolean;
  error: unknown;
  onPost: () => void;
  onByHand: () => void;
  onAside: () => void;
  onReload: () => void;
  onMatch: () => void;
}

/** The chosen line: what the bank says of it, the ways to read it, and what can be done. */
export function LinePane(props: LinePaneProps) {
  const { line, chosen } = props;
  const { line: at } = line;
  const [word, tone] = standing(line);
  const may = at.actions.receive;
  return (
    <Card className="p-4">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="min-w-0 text-[1.0625rem] font-semibold break-words">{at.counterparty || m.noPayer()}</h2>
        <Money amount={at.amount} currency={at.currency} code className="text-[1.375rem] font-semibold" />
      </div>
      <p className="mb-2 flex flex-wrap items-center gap-x-3">
        <Chip tone={tone}>{word}</Chip>
        <span className="text-mute">{m.days({ count: line.days })}</span>
      </p>
      <Facts
        facts={[
          [m.lineText(), [at.remittance, at.bank_text].filter(Boolean).join(" · ")],
          [m.payerAccount(), at.counterparty_account],
          [m.bookedOn(), formatDate(at.booked_on)],
          [m.ofAccount(), at.account_name],
          [m.reference(), at.end_to_end || at.bank_reference],
        ]}
      />
      <div className="mt-3 grid gap-3">
        <Said line={line} onMatch={props.onMatch} />
        {line.suggestions.length > 0 && (
          <section className="grid gap-2 border-t border-line pt-3" aria-label={m.suggestions()}>
            <h3 className="font-semibold">{m.suggestions()}</h3>
            <ul className="grid gap-2">
              {line.suggestions.map((it, no) => (
                <ReadingCard
                  // biome-ignore lint/suspicious/noArrayIndexKey: the order is the server's and their number is what they are called by
                  key={no}
                  reading={it}
                  no={no + 1}
                  currency={at.currency}
                  chosen={no === chosen}
                  onChoose={() => props.onChoose(no)}
                />
              ))}
            </ul>
          </section>
        )}
        {may?.allowed ? (
          <>
            {line.suggestions.length > 0 && (
              <>
                <PostOn line={line} value={props.postOn} onChange={props.onPostOn} error={props.error} />
                <Remember on={props.remember} onChange={props.onRemember} />
              </>
            )}
            <Refusal error={props.error} onReload={props.onReload} onMatch={props.onMatch} />
            <div className="flex flex-wrap gap-2">
              {line.suggestions.length > 0 && (
                <Button look="primary" busy={props.busy} disabled={chosen === undefined} onClick={props.onPost}>
                  {m.postChosen()}
                </Button>
              )}
              <Button look={line.suggestions.length > 0 ? "secondary" : "primary"} onClick={props.onByHand}>
                {m.byHand()}
              </Button>
              {at.actions.set_aside?.allowed && <Button onClick={props.onAside}>{m.setAside()}</Button>}
            </div>
          </>
        ) : (
          <p className="text-mute">{may?.why || m.mayNot()}</p>
        )}
      </div>
    </Card>
  );
}

/** Why there is nothing to choose from, or why what was certain did not post. */
function Said({ line, onMatch }: { line: WaitingLine; onMatch: () => void }) {
  if (!line.read) {
    return (
      <Notice tone="info" action={line.line.actions.receive?.allowed && <Button onClick={onMatch}>{m.again()}</Button>}>
        {m.notRead()}
      </Notice>
    );
  }
  if (line.refused) return <Notice tone="bad">{m.refused({ why: line.refused })}</Notice>;
  if (line.suggestions.length > 0) return null;
  return (
    <Notice tone="info">
      {line.owner ? m.belongs({ name: `${line.owner.code} ${line.owner.name}` }) : m.nobody()}
    </Notice>
  );
}

/** A refusal with the way on: what changed is read again, what somebody else posted is gone after reloading. */
function Refusal({ error, onReload, onMatch }: { error: unknown; onReload: () => void; onMatch: () => void }) {
  if (!error) return null;
  const code = error instanceof ApiError ? error.code : "";
  return (
    <div className="grid gap-2">
      <WriteFailure error={error} />
      {code === "reading_changed" && (
        <Button className="justify-self-start" onClick={onMatch}>
          {m.again()}
        </Button>
      )}
      {code === "bank_line_used" && (
        <Button className="justify-self-start" onClick={onReload}>
          {m.reload()}
        </Button>
      )}
    </div>
  );
}
