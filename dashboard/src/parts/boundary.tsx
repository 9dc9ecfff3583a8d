// Keeps a screen that fails from taking the frame with it.
import { Component, type ReactNode } from "react";
import { common } from "../texts/common";

export class Boundary extends Component<{ of: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  /** Another screen has not failed. */
  override componentDidUpdate({ of }: { of: string }) {
    if (of !== this.props.of && this.state.failed) this.setState({ failed: false });
  }

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="failure" role="alert">
        <p>{common.crashed}</p>
        <button type="button" onClick={() => location.reload()}>
          {common.reload}
        </button>
      </div>
    );
  }
}
