import { useQueryClient } from "@tanstack/react-query";
import { type MouseEvent, useRef } from "react";
import { useLocation } from "wouter";
import { post, query } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

type Download = components["schemas"]["BackofficeReportDownload"];

/**
 * What a link to a report's file does when it is followed: a short file is downloaded at once, a long one is made in the background, and the
 * reader is led to where it will be.
 */
export function useTake(report: string, asked: Record<string, string | undefined>) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const sure = useRef(false);
  return async (event: MouseEvent<HTMLAnchorElement>, format: string) => {
    if (sure.current) {
      sure.current = false;
      return;
    }
    event.preventDefault();
    const link = event.currentTarget;
    try {
      const { file } = await post<Download>(`/reports/${report}/downloads${query({ ...asked, format })}`, {});
      if (file) {
        void client.invalidateQueries({ queryKey: ["report-files"] });
        toast(m.goesToBackground());
        navigate("/console/report-files");
        return;
      }
      sure.current = true;
      link.click();
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), { tone: "bad" });
    }
  };
}
