import { DraftProvider } from "../draft/draft-provider.tsx";
import { EditorHeader } from "../draft/editor-header.tsx";
import { EditorLayout } from "../draft/editor-layout.tsx";
import { EditorNotices } from "../draft/editor-notices.tsx";
import { SelectionProvider } from "../draft/selection-provider.tsx";
import { TestRunProvider } from "../test-run/test-run-provider.tsx";

/** A worklet, edited: its graph, its blocks and files, and a place to try it. */
export function EditorPage({ application, worklet }: { application: string; worklet: string }) {
  return (
    <DraftProvider application={application} worklet={worklet}>
      <SelectionProvider>
        <TestRunProvider>
          <EditorLayout
            header={
              <>
                <EditorHeader />
                <EditorNotices />
              </>
            }
          />
        </TestRunProvider>
      </SelectionProvider>
    </DraftProvider>
  );
}
