import type { ComponentType } from "react";
import type { KindName } from "../../contract/component-kinds.ts";
import { Button } from "./button.tsx";
import { Chart } from "./chart.tsx";
import { Checkbox } from "./checkbox.tsx";
import { DateInput } from "./date-input.tsx";
import type { Drawn } from "./drawn.ts";
import { FileUpload } from "./file-upload.tsx";
import { Form } from "./form.tsx";
import { JsonViewer } from "./json-viewer.tsx";
import { Metric } from "./metric.tsx";
import { Modal } from "./modal.tsx";
import { NumberInput } from "./number-input.tsx";
import { Progress } from "./progress.tsx";
import { SelectInput } from "./select-input.tsx";
import { Table } from "./table.tsx";
import { Text } from "./text.tsx";
import { TextInput } from "./text-input.tsx";

/** What draws each kind; a kind without it does not compile. */
export const drawnKinds: Readonly<Record<KindName, ComponentType<Drawn>>> = {
  button: Button,
  text_input: TextInput,
  number: NumberInput,
  select: SelectInput,
  checkbox: Checkbox,
  date: DateInput,
  file_upload: FileUpload,
  form: Form,
  text: Text,
  table: Table,
  json_viewer: JsonViewer,
  chart: Chart,
  metric: Metric,
  modal: Modal,
  progress: Progress,
};
