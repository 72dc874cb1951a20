import { Modal } from "../../shared/ui/Modal";
import * as m from "./messages";

/** The keys of this page. */
export function Keys({ onClose }: { onClose: () => void }) {
  const keys: [string, string][] = [
    ["J / K", m.keyMove()],
    ["1 – 5", m.keyChoose()],
    ["Enter", m.keyPost()],
    ["A", m.keyAside()],
    ["/", m.keySearch()],
    ["Esc", m.keyBack()],
    ["?", m.keyHelp()],
  ];
  return (
    <Modal title={m.keys()} onClose={onClose}>
      <dl className="grid gap-1">
        {keys.map(([key, what]) => (
          <div key={key} className="flex min-h-8 items-center justify-between gap-4">
            <dt>{what}</dt>
            <dd>
              <kbd className="rounded border border-edge bg-sunken px-1.5 py-0.5 font-mono text-[0.75rem]">{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
