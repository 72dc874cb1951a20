import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { Card, CardHeading } from "../ui/Layout";
import * as m from "./messages";
import { RoundList } from "./RoundList";
import type { RoundPage } from "./types";

/** How the customer came to confirm a document before it was booked; nothing where nobody was asked. */
export default function ConfirmationRecord({ of }: { of: string }) {
  const { data } = useQuery({
    queryKey: ["confirmations", of],
    queryFn: ({ signal }) => get<RoundPage>(`${of}/confirmations`, signal),
  });
  if (!data?.items.length) return null;
  return (
    <Card>
      <CardHeading>{m.record()}</CardHeading>
      <RoundList rounds={data.items} />
    </Card>
  );
}
