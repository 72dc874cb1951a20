import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { get, query } from "../../shared/api/client";
import { text } from "../../shared/i18n/locale";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading, Progress } from "../../shared/ui/Layout";
import { Notice, WriteFailure } from "../../shared/ui/states";
import type { ChainView } from "./data";
import * as m from "./messages";

const faults: Record<string, () => string> = {
  gap: m.faultGap,
  link: m.faultLink,
  content: m.faultContent,
  columns: m.faultColumns,
};

/** Has the server prove the chain, piece by piece, and says the first row at fault. */
export function Chain() {
  const [done, setDone] = useState({ checked: 0, of: 0 });
  const check = useMutation({
    mutationFn: async () => {
      let checked = 0;
      for (let from: number | undefined = 1; from; ) {
        const piece: ChainView = await get<ChainView>(`/audit-log/chain${query({ from })}`);
        checked += piece.checked;
        setDone({ checked, of: piece.head });
        from = piece.broken ? undefined : piece.next;
        if (!from) return { ...piece, checked };
      }
      throw new Error("a check has at least one piece");
    },
  });
  const found = check.data;
  return (
    <Card className="mb-4 pb-3">
      <CardHeading
        action={
          <Button busy={check.isPending} onClick={() => check.mutate()}>
            {m.checkChain()}
          </Button>
        }
      >
        {m.outside()}
      </CardHeading>
      <div className="grid gap-3 px-4">
        <p className="text-mute">{m.outsideSteps()}</p>
        {check.isPending && (
          <Progress
            done={done.checked}
            of={done.of}
            label={m.checking({ done: text(done.checked), of: text(done.of) })}
          />
        )}
        <div aria-live="polite">
          {found?.broken ? (
            <Notice tone="bad">
              {m.chainBroken({ seq: found.broken, fault: faults[found.fault ?? ""]?.() ?? found.fault ?? "" })}
            </Notice>
          ) : found && !found.head_stands ? (
            <Notice tone="bad">{m.headBroken()}</Notice>
          ) : (
            found && <Notice tone="ok">{m.chainSound({ checked: text(found.checked) })}</Notice>
          )}
          {found && (
            <p className="mt-2 text-[0.8125rem] text-mute">
              {m.headHash({ seq: found.head })}{" "}
              <code className="font-mono break-all select-all">{found.head_hash}</code>
              <span className="block">{m.headHint()}</span>
            </p>
          )}
        </div>
        <WriteFailure error={check.error} />
      </div>
    </Card>
  );
}
