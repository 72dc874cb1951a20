import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { UnreadBadge } from "./UnreadBadge";

/** How many disputes hold something new, beside their place in the navigation. */
export default function UnreadCount() {
  const { data } = useQuery({
    queryKey: ["unread"],
    queryFn: ({ signal }) => get<{ disputes: number }>("/unread", signal),
    refetchInterval: 60_000,
    staleTime: 20_000,
  });
  return <UnreadBadge count={data?.disputes ?? 0} />;
}
