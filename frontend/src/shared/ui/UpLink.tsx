import type { ReactNode } from "react";
import { Link } from "wouter";

/** The way from a page to the list it belongs to, above its title. */
export function UpLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p className="no-print text-mute">
      <Link href={href} className="hover:text-ink hover:underline">
        {children}
      </Link>
    </p>
  );
}
