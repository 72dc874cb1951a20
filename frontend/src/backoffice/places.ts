import {
  Archive,
  ArrowLeftRight,
  CalendarCheck,
  ChartNoAxesColumn,
  ClipboardList,
  CreditCard,
  Diff,
  FilePen,
  FileText,
  Gauge,
  HandCoins,
  KanbanSquare,
  Landmark,
  type LucideIcon,
  MessageSquareWarning,
  Paperclip,
  Play,
  ReceiptText,
  Scale,
  ScrollText,
  Send,
  Settings,
  Signature,
  Stamp,
  Table2,
  Upload,
  Users,
} from "lucide-react";
import * as archive from "./archive/messages";
import * as finalization from "./finalization/messages";
import * as issues from "./issues/messages";
import * as m from "./messages";
import * as notices from "./notices/messages";
import * as paying from "./paying/messages";
import * as payments from "./payments/messages";
import * as progress from "./progress/messages";
import * as receipts from "./receipts/messages";
import * as slips from "./slips/messages";
import * as workbench from "./workbench/messages";

interface Place {
  href: string;
  label: () => string;
  Icon: LucideIcon;
  /** the letter that follows G to get there */
  key: string;
}

interface Wing {
  label: () => string;
  places: Place[];
}

/** The rooms of the back office, wing by wing, as the side bar shows them. */
export const wings: Wing[] = [
  {
    label: m.wingWork,
    places: [
      { href: "/console", label: m.navDashboard, Icon: Gauge, key: "h" },
      { href: "/console/disputes", label: m.navDisputes, Icon: MessageSquareWarning, key: "d" },
      { href: "/console/issues", label: issues.title, Icon: ClipboardList, key: "q" },
    ],
  },
  {
    label: m.wingStatements,
    places: [
      { href: "/console/runs", label: m.navRuns, Icon: Play, key: "r" },
      { href: "/console/statements", label: m.navStatements, Icon: ReceiptText, key: "s" },
      { href: "/console/finalizations", label: finalization.title, Icon: Signature, key: "g" },
      { href: "/console/progress", label: progress.title, Icon: KanbanSquare, key: "v" },
      { href: "/console/reconciling-items", label: m.navReconciling, Icon: Scale, key: "b" },
      { href: "/console/deliveries", label: notices.navTitle, Icon: Send, key: "n" },
      { href: "/console/archive", label: archive.title, Icon: Archive, key: "z" },
    ],
  },
  {
    label: m.wingReceivables,
    places: [
      { href: "/console/customers", label: m.navCustomers, Icon: Users, key: "c" },
      { href: "/console/documents", label: m.navDocuments, Icon: FileText, key: "o" },
      { href: "/console/drafts", label: m.navDrafts, Icon: FilePen, key: "e" },
      { href: "/console/allocation", label: workbench.title, Icon: ArrowLeftRight, key: "w" },
      { href: "/console/allocation/proposals", label: m.navSettlements, Icon: Stamp, key: "l" },
      { href: "/console/payments", label: paying.title, Icon: CreditCard, key: "y" },
      { href: "/console/notes", label: payments.notesTitle, Icon: ScrollText, key: "f" },
      { href: "/console/payment-differences", label: payments.differencesTitle, Icon: Diff, key: "x" },
      { href: "/console/imports", label: m.navImports, Icon: Upload, key: "i" },
      { href: "/console/bank/waiting", label: receipts.title, Icon: HandCoins, key: "u" },
      { href: "/console/bank", label: m.navBank, Icon: Landmark, key: "k" },
      { href: "/console/bank/slips", label: slips.title, Icon: Paperclip, key: "j" },
    ],
  },
  {
    label: m.wingInsight,
    places: [
      { href: "/console/aging", label: m.navAging, Icon: ChartNoAxesColumn, key: "a" },
      { href: "/console/reports", label: m.navReports, Icon: Table2, key: "p" },
      { href: "/console/periods", label: m.navPeriods, Icon: CalendarCheck, key: "m" },
      { href: "/console/settings", label: m.navSettings, Icon: Settings, key: "t" },
    ],
  },
];

export const places: Place[] = wings.flatMap((wing) => wing.places);
