import { useRef } from "react";

/**
 * A mail as its reader sees it. Its frame runs no script and opens nothing. The page's own policy forbids styles that stand in markup, and
 * the frame has it too; so they travel as data and are put on from here.
 */
export function Picture({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  function dress() {
    const inside = frame.current?.contentDocument;
    if (!frame.current || !inside) return;
    for (const element of inside.querySelectorAll<HTMLElement>("[data-style]")) {
      element.style.cssText = element.dataset.style ?? "";
    }
    for (const link of inside.querySelectorAll<HTMLElement>("a")) {
      link.removeAttribute("href");
      link.tabIndex = -1;
    }
    frame.current.style.height = `${inside.documentElement.scrollHeight}px`;
  }
  return (
    <iframe
      ref={frame}
      title={title}
      sandbox="allow-same-origin"
      srcDoc={html.replaceAll(' style="', ' data-style="')}
      onLoad={dress}
      className="block min-h-96 w-full rounded-(--radius-control) border border-line bg-white"
    />
  );
}
