import { useEffect, useEffectEvent } from "react";
import { signInAgainPath } from "../api/client";
import * as root from "../messages";
import { Button, ButtonLink } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { onSignedAgain } from "./channel";
import * as m from "./messages";

/** Asks for a fresh sign-in in another window, and goes on by itself once that window says it is done. */
export default function SignInAgain({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const done = useEffectEvent(onDone);
  useEffect(() => onSignedAgain(() => done()), []);
  return (
    <Modal
      title={m.title()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onDone}>{root.sessionResume()}</Button>
          <ButtonLink look="primary" href={signInAgainPath()} target="_blank" rel="noopener">
            {root.signInAgain()}
          </ButtonLink>
        </>
      }
    >
      <p>{m.detail()}</p>
    </Modal>
  );
}
