import type { ReactNode } from "react";
import * as shared from "../../shared/messages";
import { type LineFilter, lineFilters } from "../../shared/statement/content";
import { FilterChips } from "../../shared/ui/FilterChips";
import { SearchField } from "../../shared/ui/SearchField";
import * as m from "../messages";

const labels: Record<LineFilter, () => string> = {
  all: shared.all,
  waiting: shared.answerWaiting,
  disputed: shared.answerDisputed,
  confirmed: shared.answerConfirmed,
  submitted: shared.answerSubmitted,
  overdue: shared.overdue,
};

/** Which lines to show. On phones the tick for all of them stays in reach above the list. */
export function Filters({
  filter,
  counts,
  search,
  onFilter,
  onSearch,
  selectAll,
}: {
  filter: LineFilter;
  counts: Record<LineFilter, number>;
  search: string;
  onFilter: (next: LineFilter) => void;
  onSearch: (next: string) => void;
  selectAll: ReactNode;
}) {
  const choices = lineFilters
    .filter((it) => (it !== "overdue" && it !== "submitted") || counts[it] > 0 || filter === it)
    .map((it) => ({ value: it, label: labels[it](), count: counts[it] }));
  return (
    <>
      <div className="mb-2 flex flex-col gap-2 md:flex-row md:items-center md:justify-between">
        <FilterChips label={m.filterLabel()} value={filter} choices={choices} onChange={onFilter} />
        <SearchField className="md:w-72" placeholder={m.searchLines()} value={search} delay={120} onChange={onSearch} />
      </div>
      {selectAll && (
        <div className="no-print sticky top-0 z-20 -mx-3 flex items-center border-y border-line bg-surface pe-4">
          {selectAll}
        </div>
      )}
    </>
  );
}
