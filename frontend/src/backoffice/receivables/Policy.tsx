import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, put } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Card } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Check } from "../settings/Check";
import * as m from "./messages";

type View = components["schemas"]["BackofficeConfirmationPolicy"];

/** Whether a customer confirms receivables before they are booked; whoever manages customers may change it. */
export default function Policy({ customer, mayChange }: { customer: string; mayChange: boolean }) {
  const client = useQueryClient();
  const path = `/customers/${customer}/receivable-confirmation`;
  const { data } = useQuery({ queryKey: ["policy", customer], queryFn: ({ signal }) => get<View>(path, signal) });
  const set = useMutation({
    mutationFn: (required: boolean) => put<View>(path, { required }),
    onSuccess: (next) => {
      client.setQueryData(["policy", customer], next);
      toast(next.required ? m.policyOn() : m.policyOff());
    },
  });
  if (!data) return null;
  return (
    <Card className="p-4">
      <Check
        label={m.policy()}
        hint={m.policyHint()}
        checked={set.isPending ? set.variables : data.required}
        disabled={!mayChange || set.isPending}
        onChange={(required) => set.mutate(required)}
      />
      <WriteFailure error={set.error} />
    </Card>
  );
}
