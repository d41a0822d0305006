import { Component as ReactComponent, type ReactNode } from "react";
import type { Component } from "../../contract/view.ts";

type Props = { component: Component; children: ReactNode };
type State = { message: string | null };

/** A component that cannot be drawn leaves a note in its place, and the page goes on. */
export class Boundary extends ReactComponent<Props, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  /** What was changed in the document may have been what broke it. */
  override componentDidUpdate({ component }: Props) {
    if (component !== this.props.component && this.state.message !== null) this.retry();
  }

  override render() {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <div
        role="alert"
        className="h-full overflow-auto rounded-md border border-danger bg-danger-soft px-3 py-2 text-sm"
      >
        <p className="font-medium text-danger">
          <code className="font-mono">{this.props.component.id}</code> cannot be shown
        </p>
        <p className="text-xs break-words">{message}</p>
        <button type="button" className="mt-1 text-xs font-medium text-accent underline" onClick={this.retry}>
          Try again
        </button>
      </div>
    );
  }

  private readonly retry = () => this.setState({ message: null });
}
