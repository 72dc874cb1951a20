import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { Link, useLocation } from "wouter";
import { get, post } from "../../shared/api/client";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Failure, WriteFailure } from "../../shared/ui/states";
import { Opening } from "../Opening";
import * as m from "./messages";
import type { Payment } from "./types";
import { isOpen } from "./words";

/** Where a provider's page would be: the payer says how the payment ends. */
export default function Sandbox({ id }: { id: string }) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const { data, error, refetch } = useQuery({
    queryKey: ["payment", id],
    queryFn: ({ signal }) => get<Payment>(`/payments/${id}`, signal),
  });
  const say = useMutation({
    mutationFn: (paid: boolean) => post<Payment>(`/payments/${id}/sandbox`, { paid }),
    onSuccess: (next) => {
      client.setQueryData(["payment", id], next);
      go(`/p/pay/${id}`, { replace: true });
    },
    onError: () => void refetch(),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  return (
    <Card className="mx-auto max-w-md border-dashed p-6 text-center">
      <FlaskConical className="mx-auto size-9 text-warn" strokeWidth={1.5} aria-hidden="true" />
      <h1 className="mt-2 text-[1.25rem] font-semibold">{m.sandboxTitle()}</h1>
      <p className="mt-1 text-mute">{m.sandboxText()}</p>
      <p className="num my-4 text-[1.75rem] font-semibold">
        <Money amount={data.amount} currency={data.currency} />
      </p>
      <p className="mb-4 text-mute">
        {m.reference()} <span className="num">{data.reference}</span>
      </p>
      <div className="grid gap-2">
        {isOpen(data.state) && (
          <>
            <Button look="primary" busy={say.isPending} onClick={() => say.mutate(true)}>
              {m.sandboxPaid()}
            </Button>
            <Button look="danger" busy={say.isPending} onClick={() => say.mutate(false)}>
              {m.sandboxFailed()}
            </Button>
          </>
        )}
        <Link href={`/p/pay/${id}`} className={buttonClass("secondary")}>
          {m.sandboxLater()}
        </Link>
      </div>
      <WriteFailure error={say.error} />
    </Card>
  );
}
