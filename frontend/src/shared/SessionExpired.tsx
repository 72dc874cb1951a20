import { signInPath } from "./api/client";
import * as m from "./messages";
import { Button, ButtonLink } from "./ui/Button";
import { Modal } from "./ui/Modal";

/** Asks to sign in again in another window, so that what was typed here stays. */
export default function SessionExpired({ onClose, onResume }: { onClose: () => void; onResume: () => void }) {
  return (
    <Modal
      title={m.sessionExpiredTitle()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onResume}>{m.sessionResume()}</Button>
          <ButtonLink look="primary" href={signInPath()} target="_blank" rel="noopener">
            {m.signInAgain()}
          </ButtonLink>
        </>
      }
    >
      <p>{m.sessionExpiredDetail()}</p>
    </Modal>
  );
}
