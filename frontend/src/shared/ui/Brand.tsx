/** The mark: two halves of a split tally that fit. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <path d="M8 3h8v7.5h4v5h-4V29H8a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5Z" fill="var(--brand)" />
      <path d="M18 3h6a5 5 0 0 1 5 5v16a5 5 0 0 1-5 5h-6V17.5h4v-9h-4V3Z" fill="var(--brand)" opacity="0.55" />
    </svg>
  );
}
