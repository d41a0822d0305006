import {
  Calendar,
  ChartColumn,
  CodeXml,
  FileUp,
  Gauge,
  Hash,
  Heading,
  ListChecks,
  type LucideIcon,
  PanelTop,
  RectangleEllipsis,
  SquareCheck,
  SquareMousePointer,
  Table2,
  TextCursorInput,
  Timer,
} from "lucide-react";
import type { KindName } from "../../contract/component-kinds.ts";

/** The icon of each kind, and the group it stands in. */

export type Group = "Inputs" | "Display" | "Containers";

export const groups: readonly Group[] = ["Inputs", "Display", "Containers"];

export const kindLooks: Readonly<Record<KindName, { icon: LucideIcon; group: Group }>> = {
  button: { icon: SquareMousePointer, group: "Inputs" },
  text_input: { icon: TextCursorInput, group: "Inputs" },
  number: { icon: Hash, group: "Inputs" },
  select: { icon: ListChecks, group: "Inputs" },
  checkbox: { icon: SquareCheck, group: "Inputs" },
  date: { icon: Calendar, group: "Inputs" },
  file_upload: { icon: FileUp, group: "Inputs" },
  text: { icon: Heading, group: "Display" },
  table: { icon: Table2, group: "Display" },
  json_viewer: { icon: CodeXml, group: "Display" },
  chart: { icon: ChartColumn, group: "Display" },
  metric: { icon: Gauge, group: "Display" },
  progress: { icon: Timer, group: "Display" },
  form: { icon: RectangleEllipsis, group: "Containers" },
  modal: { icon: PanelTop, group: "Containers" },
};
