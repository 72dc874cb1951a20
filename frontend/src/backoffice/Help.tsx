import { useState } from "react";
import { setShortcuts, shortcutsOn } from "../shared/shortcuts";
import { Modal } from "../shared/ui/Modal";
import * as d from "./disputes/messages";
import * as m from "./messages";
import { places } from "./places";

/** The keys, and the switch that turns those without a modifier off. */
export default function Help({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(shortcutsOn);
  const keys: [string, string][] = [
    ["?", m.keyboardHelp()],
    ["Ctrl K", m.searchEverything()],
    ["/", m.keyFilter()],
    ["J / K", m.keyMove()],
    ["R", m.keyReply()],
    ["E", m.keyResolve()],
    ["A", m.keyAssign()],
    ["X", d.keySelect()],
    ["Ctrl Enter", m.keySubmit()],
    ["Esc", m.keyBack()],
    ...places.map((it): [string, string] => [`G ${it.key.toUpperCase()}`, it.label()]),
  ];
  return (
    <Modal title={m.keyboardHelp()} onClose={onClose}>
      <dl className="grid gap-x-8 gap-y-1 sm:grid-cols-2">
        {keys.map(([key, what]) => (
          <div key={key} className="flex min-h-8 items-center justify-between gap-4">
            <dt>{what}</dt>
            <dd>
              <kbd className="rounded border border-edge bg-sunken px-1.5 py-0.5 font-mono text-[0.75rem]">{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex min-h-9 items-center gap-2 border-t border-line pt-3">
        <input
          type="checkbox"
          className="size-4"
          checked={on}
          onChange={(event) => {
            setShortcuts(event.target.checked);
            setOn(event.target.checked);
          }}
        />
        {m.singleKeys()}
      </label>
    </Modal>
  );
}
