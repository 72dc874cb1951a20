-- +goose Up
-- Reports read the books by posting date (SPEC 16). Rows arrive nearly in that order, so a block range index finds them at a
-- few kilobytes, and a posting pays next to nothing for it.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
CREATE INDEX journal_lines_by_date ON journal_lines USING brin (posting_date) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX documents_by_date ON documents USING brin (posting_date) WITH (pages_per_range = 32, autosummarize = on);
RESET ROLE;
RESET search_path;
