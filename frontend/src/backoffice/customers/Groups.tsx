import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { Page } from "../../shared/api/types";
import { isEnglish } from "../../shared/i18n/locale";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { BalanceCells } from "./BalanceCells";
import { GroupForm } from "./GroupForm";
import * as m from "./messages";
import { type Group, mayDeclare } from "./types";

/** The groups of companies, each with the balances of its members. */
export default function Groups() {
  const [params, change] = useParams();
  const [, navigate] = useLocation();
  const { roles } = useSession();
  const [declaring, setDeclaring] = useState(false);
  const q = params.get("q") ?? "";
  const list = useList<Page<Group>>("/customer-groups", { q });
  const declare = mayDeclare(roles) && (
    <Button look="primary" onClick={() => setDeclaring(true)}>
      {m.declare()}
    </Button>
  );
  return (
    <>
      <PageTitle action={declare}>{m.groups()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.groupsIntro()}</p>
      <SearchField
        className="mb-3 w-full sm:w-80"
        placeholder={m.findGroup()}
        value={q}
        onChange={(next) => change({ q: next || undefined })}
      />
      <Card>
        <Listed
          list={list}
          rows={4}
          empty={
            q ? (
              <NothingMatches onClear={() => change({ q: undefined })} />
            ) : (
              <Empty kind="nothing" title={m.noGroups()} action={declare}>
                {m.noGroupsHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <GridTable label={m.groups()}>
              <thead>
                <tr>
                  <th scope="col">{m.groupName()}</th>
                  <th scope="col">{m.members()}</th>
                  <th scope="col">{shared.currency()}</th>
                  <th scope="col" className="text-end">
                    {shared.balance()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.overdue()}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <th scope="row" className="font-medium">
                      <Link href={`/console/customers/groups/${it.id}`} className="text-brand hover:underline">
                        {(isEnglish() && it.name_en) || it.name}
                      </Link>
                    </th>
                    <td className="num">{it.members}</td>
                    <BalanceCells balances={it.balances} />
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
      {declaring && (
        <GroupForm
          onClose={() => setDeclaring(false)}
          onDone={(group) => navigate(`/console/customers/groups/${group.id}`)}
        />
      )}
    </>
  );
}
