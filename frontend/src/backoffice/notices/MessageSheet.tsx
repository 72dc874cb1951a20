import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Facts } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import * as m from "./messages";

type Sent = components["schemas"]["BackofficeSentMessage"];

/** What a webhook was sent, and what it answered. */
export function MessageSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["delivery-message", id],
    queryFn: ({ signal }) => get<Sent>(`/deliveries/${id}/message`, signal),
  });
  return (
    <Modal title={m.message()} placement="drawer" onClose={onClose}>
      <Loaded of={{ data, error, refetch }}>
        {(data) => (
          <>
            <Facts
              facts={[
                ["POST", data.address],
                ["webhook-id", data.id],
                [m.answer(), data.reply],
                [m.when(), data.sent_at && formatInstant(data.sent_at, organization.time_zone)],
              ]}
            />
            <pre className="mt-3 overflow-x-auto rounded-(--radius-control) bg-sunken p-3 font-mono text-[0.75rem] whitespace-pre-wrap break-all">
              {data.body}
            </pre>
          </>
        )}
      </Loaded>
    </Modal>
  );
}
