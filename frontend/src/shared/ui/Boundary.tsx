import { Component, type ReactNode } from "react";
import { Failure } from "./states";

interface State {
  error: Error | undefined;
  at: string;
}

/** Keeps a page that breaks from taking the rest with it. Trying again, or going to another address, draws it anew. */
export class Boundary extends Component<{ at: string; children: ReactNode }, State> {
  override state: State = { error: undefined, at: this.props.at };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ at }: { at: string }, state: State): Partial<State> | null {
    return at === state.at ? null : { error: undefined, at };
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return <Failure error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}
