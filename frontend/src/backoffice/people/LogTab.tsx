import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { GridTable } from "../../shared/ui/GridTable";
import { Card } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import * as m from "./messages";
import { roleList } from "./roles";
import type { LogEntry } from "./types";

const words: Record<string, () => string> = {
  "customer.created": m.created,
  "customers.created": m.created,
  "customer.changed": m.changed,
  "customers.changed": m.changed,
  "contact.changed": m.contactChanged,
  "contacts.changed": m.contactChanged,
  "contact.removed": m.contactRemoved,
  "contact.invited": m.contactInvited,
  "contact.joined": m.contactJoined,
  "contact.invitation_revoked": m.contactRevoked,
  "customer.review_on": m.reviewOn,
  "customer.review_off_asked": m.reviewOffAsked,
  "customer.review_kept": m.reviewKept,
  "customer.review_off": m.reviewOff,
  "customer.administration": m.administrationChanged,
  "customer.group_joined": m.groupJoined,
  "customer.group_left": m.groupLeft,
  "customer.told_apart": m.toldApart,
};

const fields: Record<string, () => string> = {
  code: m.code,
  name: m.name,
  name_en: m.nameEn,
  tax_id: m.taxId,
  country: m.country,
  region: m.region,
  address: m.address,
  phone: m.phone,
  bank: m.bank,
  bank_account: m.bankAccount,
  currency: m.currency,
  salesperson_id: m.salesperson,
  terms: m.terms,
  cycle: m.cycle,
  time_zone: m.timeZone,
  locale: m.language,
  active: m.active,
  email: m.email,
  identity: m.identity,
};

/** What changed about a customer and its contacts, by whom, with each value before and after. */
export default function LogTab({ customer }: { customer: string }) {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["customer-log", customer],
    queryFn: ({ signal }) => get<Page<LogEntry>>(`/customers/${customer}/log`, signal),
  });
  return (
    <Card>
      <Listed list={{ items: data?.items, error, refetch }} empty={<Empty kind="nothing" title={m.noLog()} />}>
        {(items) => (
          <GridTable label={m.log()}>
            <thead>
              <tr>
                <th scope="col">{m.when()}</th>
                <th scope="col">{m.what()}</th>
                <th scope="col">{m.who()}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((it) => (
                <tr key={it.seq} className="align-top">
                  <td className="num whitespace-nowrap text-mute">{formatInstant(it.at, organization.time_zone)}</td>
                  <td className="whitespace-normal">
                    <span className="font-medium">{words[it.action]?.() ?? it.action}</span>{" "}
                    {[it.name, it.email].filter(Boolean).join(" · ")}
                    <Roles entry={it} />
                    {it.changes.map((change) => (
                      <span key={change.field} className="block text-mute">
                        {fields[change.field]?.() ?? change.field}: {change.before || "–"} → {change.after || "–"}
                      </span>
                    ))}
                  </td>
                  <td className="whitespace-normal break-all">{it.by || it.actor}</td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        )}
      </Listed>
    </Card>
  );
}

function Roles({ entry }: { entry: LogEntry }) {
  if (!entry.roles && !entry.roles_before) return null;
  return (
    <span className="block text-mute">
      {entry.roles_before && entry.roles_before.length > 0 && `${roleList(entry.roles_before)} → `}
      {roleList(entry.roles) || "–"}
    </span>
  );
}
