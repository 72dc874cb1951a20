import { useEffect } from "react";
import { Empty } from "../ui/states";
import { tellSignedAgain } from "./channel";
import * as m from "./messages";

/** Where a fresh sign-in leads: it tells the window that asked for it, and closes where the browser lets it. */
export default function SignedAgain() {
  useEffect(() => {
    tellSignedAgain();
    window.close();
  }, []);
  return (
    <Empty kind="done" title={m.done()}>
      {m.doneDetail()}
    </Empty>
  );
}
