import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { post, query } from "../../shared/api/client";
import { Menu, MenuButton } from "../../shared/ui/Menu";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

/** Has the report that is shown made as a file in the background, and leads to where it will be. */
export function InBackground({ report, asked }: { report: string; asked: Record<string, string | undefined> }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const ask = useMutation({
    mutationFn: (format: string) => post(`/reports/${report}/files${query({ ...asked, format })}`, {}),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["report-files"] });
      toast(m.asked());
      navigate("/console/report-files");
    },
    onError: (error) => toast(error.message, { tone: "bad" }),
  });
  return (
    <Menu label={m.background()} button={m.background()}>
      <MenuButton onClick={() => ask.mutate("xlsx")}>{m.backgroundExcel()}</MenuButton>
      <MenuButton onClick={() => ask.mutate("csv")}>{m.backgroundCsv()}</MenuButton>
      <MenuButton onClick={() => navigate("/console/report-files")}>{m.title()}</MenuButton>
    </Menu>
  );
}
