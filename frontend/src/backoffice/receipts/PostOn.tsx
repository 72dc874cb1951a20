import { ApiError } from "../../shared/api/client";
import { formatDate } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import * as m from "./messages";
import type { WaitingLine } from "./types";

interface PostOnProps {
  line: WaitingLine;
  value: string;
  onChange: (day: string) => void;
  error?: unknown;
}

/** The day on which the receipt is posted: the bank's, or the next open one where its period is closed. */
export function PostOn({ line, value, onChange, error }: PostOnProps) {
  const { booked_on } = line.line;
  const open = line.post_on;
  const closed = error instanceof ApiError && error.code === "posting_date_closed";
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <TextField
        type="date"
        label={shared.postingDate()}
        required
        value={value}
        hint={open && open !== booked_on ? m.postOnMoved({ date: formatDate(booked_on) }) : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {closed && open && open !== value && (
        <Button onClick={() => onChange(open)}>{m.onThatDate({ date: formatDate(open) })}</Button>
      )}
    </div>
  );
}

/** The day that stands there before anybody chooses another. */
export const postOnOf = (line: WaitingLine) => line.post_on || line.line.booked_on;
