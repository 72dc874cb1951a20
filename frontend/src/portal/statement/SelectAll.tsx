import * as shared from "../../shared/messages";
import * as m from "../messages";

/** Ticks every line of the filter that still waits for an answer. */
export function SelectAll({
  state,
  count,
  wordy,
  onToggle,
}: {
  state: "none" | "some" | "all";
  count: number;
  wordy: boolean;
  onToggle: () => void;
}) {
  const label = state === "all" ? m.unselectAll({ count }) : m.selectAll({ count });
  return (
    <label className="flex min-h-11 items-center">
      <span className={wordy ? "grid w-12 place-items-center" : "grid size-11 place-items-center"}>
        <input
          type="checkbox"
          className="size-[1.125rem]"
          checked={state === "all"}
          ref={(element) => {
            if (element) element.indeterminate = state === "some";
          }}
          onChange={onToggle}
          aria-label={wordy ? undefined : label}
          title={wordy ? undefined : label}
        />
      </span>
      {wordy && <span>{label}</span>}
      {!wordy && <span className="sr-only">{shared.all()}</span>}
    </label>
  );
}
