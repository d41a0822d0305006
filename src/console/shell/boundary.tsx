import { Component, type ReactNode } from "react";
import { Failed } from "../parts/states.tsx";

/** Keeps a mistake in one page from taking the console down; going on to another address tries again. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown; address: string }> {
  override state = { error: null as unknown, address: "" };

  static getDerivedStateFromError(error: unknown) {
    return { error, address: location.pathname };
  }

  override componentDidUpdate() {
    if (this.state.error !== null && this.state.address !== location.pathname) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    // A part of the program that cannot be fetched (the platform was updated meanwhile) is fetched by a reload only.
    return <Failed error={this.state.error} retry={() => location.reload()} />;
  }
}
