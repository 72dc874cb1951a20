import { Link } from "wouter";
import { Card } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { type IssuePage, stateWord, timeLeft } from "./data";
import * as m from "./messages";

/** A column a state with the first due of its issues, and the way to the rest. */
export function Columns({ page }: { page: IssuePage }) {
  return (
    <section
      aria-label={m.title()}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="flex gap-3 overflow-x-auto pb-3"
    >
      {page.states.map(({ key, count }) => (
        <div key={key} className="w-64 shrink-0 xl:w-auto xl:min-w-0 xl:flex-1">
          <h2 className="mb-2 flex items-baseline justify-between font-medium">
            {stateWord(key)}
            <Link
              href={`/console/issues?state=${key}`}
              aria-label={`${stateWord(key)}: ${m.count({ count })}`}
              className="num text-brand hover:underline"
            >
              {count}
            </Link>
          </h2>
          <ul className="space-y-2">
            {page.items
              .filter((it) => it.state === key)
              .map((it) => (
                <li key={it.id}>
                  <Link href={`/console/issues/${it.id}`} className="block">
                    <Card className="space-y-1 p-3 hover:border-edge">
                      <p className="font-medium break-words text-brand">{it.title}</p>
                      <p className="break-words">{it.customer.name}</p>
                      {it.amount && it.currency && <Money amount={it.amount} currency={it.currency} code />}
                      <p className="text-mute">{it.owner.name}</p>
                      <p className={it.late ? "font-medium text-bad" : "text-mute"}>
                        <span className="num">{it.due_on}</span> {timeLeft(it)}
                      </p>
                    </Card>
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
