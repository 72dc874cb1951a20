import { Download } from "lucide-react";
import { apiPath, query } from "../../shared/api/client";
import { locale } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { Menu, MenuLink } from "../../shared/ui/Menu";
import * as m from "./messages";

const formats = ["pdf", "xlsx", "csv", "json"];

/** The list as a file: exactly what the filter shows. */
export function Downloads({ path, filter }: { path: string; filter: Record<string, string | undefined> }) {
  return (
    <Menu
      label={m.downloadList()}
      button={
        <>
          <Download className="size-4" aria-hidden="true" />
          {shared.download()}
        </>
      }
    >
      {formats.map((format) => (
        <MenuLink key={format} download href={apiPath(`${path}${query({ ...filter, format, locale: locale() })}`)}>
          {format.toUpperCase()}
        </MenuLink>
      ))}
    </Menu>
  );
}
