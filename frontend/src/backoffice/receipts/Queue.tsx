import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { cx } from "../../shared/classes";
import { MoreRow, useList } from "../../shared/lists";
import { useMedia } from "../../shared/media";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card } from "../../shared/ui/Layout";
import { NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { AsideDialog } from "./AsideDialog";
import { ByHand } from "./ByHand";
import { Keys } from "./Keys";
import { LinePane } from "./LinePane";
import { LineRow } from "./LineRow";
import { useStartMatch } from "./MatchBar";
import * as m from "./messages";
import { postOnOf } from "./PostOn";
import type { WaitingLines } from "./types";
import { useDecide } from "./useDecide";
import { useKeys } from "./useKeys";

const kinds = [
  { value: "", label: shared.all },
  { value: "suggested", label: m.suggested },
  { value: "identified", label: m.identified },
  { value: "unidentified", label: m.unidentified },
  { value: "unread", label: m.unread },
];

/** The lines that wait beside the one that is chosen; on a phone one after the other. */
export function Queue() {
  const [params, change] = useParams();
  const client = useQueryClient();
  const what = params.get("what") ?? "";
  const q = params.get("q") ?? "";
  const list = useList<WaitingLines>("/bank/waiting", { what: what || undefined, q: q || undefined });
  const items = list.items ?? [];
  const roomForBoth = useMedia("(min-width: 56.25rem)");
  const asked = params.get("id");
  const at = Math.max(
    asked ? items.findIndex((it) => it.line.id === asked) : -1,
    roomForBoth && items.length > 0 ? 0 : -1,
  );
  const line = items[at];
  const id = line?.line.id ?? "";
  const [choice, setChoice] = useState<{ line: string; at: number }>();
  const [remember, setRemember] = useState(true);
  const [postOn, setPostOn] = useState<{ line: string; day: string }>();
  const [dialog, setDialog] = useState<"hand" | "aside" | "keys">();
  const chosen = choice?.line === id ? choice.at : line?.certain ? 0 : undefined;
  const day = postOn?.line === id ? postOn.day : line ? postOnOf(line) : "";
  const start = useStartMatch();

  function next() {
    setRemember(true);
    change({ id: (items[at + 1] ?? items[at - 1])?.line.id });
  }
  const decide = useDecide(id, next);

  function open(index: number) {
    const to = items[index];
    if (!to) return;
    if (index >= items.length - 3 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
    decide.reset();
    setRemember(true);
    change({ id: to.line.id });
  }
  function postChosen() {
    const reading = chosen === undefined ? undefined : line?.suggestions[chosen];
    if (!reading || decide.isPending || !line?.line.actions.receive?.allowed) return;
    decide.mutate({
      customer_id: reading.customer_id,
      documents: [...new Set(reading.takes.map((take) => take.document_id))],
      shown: reading.takes.map((take) => ({ item_id: take.item_id, amount: take.amount })),
      rule: reading.rule,
      posting_date: day || undefined,
      remember,
    });
  }
  function choose(no: number) {
    if (!line?.suggestions[no]) return;
    decide.reset();
    setChoice({ line: id, at: no });
  }
  const show = useCallback(
    (to: string) => {
      setRemember(true);
      change({ id: to }, !roomForBoth);
    },
    [change, roomForBoth],
  );
  const reload = () => void client.invalidateQueries();

  useKeys({
    move: (by) => open(Math.max(0, at + by)),
    choose: (no) => choose(no - 1),
    post: postChosen,
    aside: () => line?.line.actions.set_aside?.allowed && setDialog("aside"),
    help: () => setDialog("keys"),
    back: () => !roomForBoth && change({ id: undefined }),
  });
  useEffect(() => {
    document.querySelector(`[data-line="${id}"]`)?.scrollIntoView({ block: "nearest" });
  }, [id]);

  const alone = line !== undefined && !roomForBoth;
  return (
    <>
      <div className={cx("mb-3 flex flex-wrap items-center gap-3", alone && "hidden")}>
        <FilterChips
          label={m.filter()}
          value={what}
          choices={kinds.map(({ value, label }) => ({ value, label: label() }))}
          onChange={(to) => change({ what: to || undefined, id: undefined })}
        />
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.search()}
          value={q}
          onChange={(to) => change({ q: to || undefined, id: undefined })}
        />
      </div>
      {list.error && !list.items ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.items ? (
        <Card>
          <SkeletonRows rows={8} />
        </Card>
      ) : items.length === 0 ? (
        <Card>
          <Nothing narrowed={Boolean(q || what)} onClear={() => change({ q: undefined, what: undefined })} />
        </Card>
      ) : (
        <div className="grid items-start gap-4 min-[56.25rem]:grid-cols-[20rem_minmax(0,1fr)] xl:grid-cols-[24rem_minmax(0,1fr)]">
          <section
            aria-label={m.listLabel()}
            className={cx(
              "overflow-hidden rounded-(--radius-card) border border-line bg-surface shadow-card",
              alone && "hidden",
            )}
          >
            <ol className="min-[56.25rem]:max-h-[calc(100dvh-14rem)] min-[56.25rem]:overflow-y-auto">
              {items.map((it) => (
                <LineRow key={it.line.id} line={it} current={it.line.id === id} onOpen={show} />
              ))}
            </ol>
            <MoreRow list={list} />
          </section>
          <section aria-label={m.lineLabel()} className={cx("min-w-0", !line && "hidden")}>
            <div className="no-print mb-2 flex flex-wrap items-center gap-2">
              {alone && <Button onClick={() => change({ id: undefined })}>{shared.back()}</Button>}
              <Button look="quiet" disabled={at <= 0} onClick={() => open(at - 1)}>
                {m.previous()}
              </Button>
              <Button look="quiet" disabled={at + 1 >= items.length} onClick={() => open(at + 1)}>
                {m.next()}
              </Button>
              <Button look="quiet" className="ms-auto" onClick={() => setDialog("keys")}>
                {m.keys()} <kbd className="font-mono text-[0.75rem]">?</kbd>
              </Button>
            </div>
            {line && (
              <LinePane
                line={line}
                chosen={chosen}
                onChoose={choose}
                remember={remember}
                onRemember={setRemember}
                postOn={day}
                onPostOn={(next) => setPostOn({ line: id, day: next })}
                busy={decide.isPending}
                error={decide.error ?? start.error}
                onPost={postChosen}
                onByHand={() => setDialog("hand")}
                onAside={() => setDialog("aside")}
                onReload={reload}
                onMatch={() => start.mutate(false)}
              />
            )}
          </section>
        </div>
      )}
      {dialog === "keys" && <Keys onClose={() => setDialog(undefined)} />}
      {dialog === "aside" && line && (
        <AsideDialog key={id} line={id} onClose={() => setDialog(undefined)} onDone={next} />
      )}
      {dialog === "hand" && line && (
        <ByHand key={id} line={line} onClose={() => setDialog(undefined)} onPosted={next} />
      )}
    </>
  );
}

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  if (narrowed) {
    return <NothingMatches onClear={onClear} />;
  }
  return (
    <Empty kind="done" title={m.noLines()}>
      {m.noLinesHint()}
    </Empty>
  );
}
