import type { ReactNode } from "react";
import { SelectField } from "../../shared/ui/Field";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty } from "../../shared/ui/states";
import type { Order } from "./data";
import * as m from "./messages";

export interface Look {
  text: string;
  currency: string;
  order: Order;
}

/** The head of one side: what is looked for, in which currency and order, and how much of all it shows. */
export function Pane({
  title,
  empty,
  look,
  onLook,
  currencies,
  shown,
  total,
  onAll,
  children,
}: {
  title: string;
  empty: string;
  look: Look;
  onLook: (next: Look) => void;
  currencies: string[];
  shown: number;
  total: number;
  onAll: () => void;
  children: ReactNode;
}) {
  return (
    <Card className="min-w-0">
      <CardHeading action={<span className="num pe-2 text-[0.8125rem] text-mute">{m.shownOf({ shown, total })}</span>}>
        {title}
      </CardHeading>
      {total === 0 ? (
        <Empty kind="done" title={empty} />
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2 px-3 pb-2">
            <SearchField
              className="min-w-40 flex-1"
              placeholder={m.search()}
              value={look.text}
              onChange={(text) => onLook({ ...look, text })}
              delay={150}
            />
            {currencies.length > 1 && (
              <SelectField
                label={m.allCurrencies()}
                hideLabel
                className="w-auto"
                value={look.currency}
                onChange={(event) => onLook({ ...look, currency: event.target.value })}
              >
                <option value="">{m.allCurrencies()}</option>
                {currencies.map((it) => (
                  <option key={it}>{it}</option>
                ))}
              </SelectField>
            )}
            <SelectField
              label={m.sort()}
              hideLabel
              className="w-auto"
              value={look.order}
              onChange={(event) => onLook({ ...look, order: event.target.value as Order })}
            >
              <option value="due">{m.sortDue()}</option>
              <option value="amount">{m.sortAmount()}</option>
              <option value="no">{m.sortNo()}</option>
            </SelectField>
          </div>
          {shown === 0 ? <Empty kind="unmatched" title={m.nothingFits()} /> : children}
          <div className="px-3 py-1">
            <button
              type="button"
              className="min-h-(--control) px-1 text-[0.8125rem] text-brand hover:underline disabled:text-mute"
              disabled={shown === 0}
              onClick={onAll}
            >
              {m.selectShown()}
            </button>
          </div>
        </>
      )}
    </Card>
  );
}
