import { type FormEvent, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { FormModal } from "../../shared/ui/FormModal";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import { RoleTicks } from "./roles";
import type { Colleague } from "./types";
import { usePeopleActs } from "./usePeople";

/** What a colleague may do, or that they act for the customer no more. */
export function ChangeRoles({ colleague, onClose }: { colleague: Colleague; onClose: () => void }) {
  const [chosen, setChosen] = useState<string[]>([...colleague.roles]);
  const [leaving, setLeaving] = useState(false);
  const { roles } = usePeopleActs();

  function send(next: string[], said: string) {
    roles.mutate(
      { id: colleague.id, roles: next },
      {
        onSuccess: () => {
          toast(said);
          onClose();
        },
      },
    );
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    send(chosen, m.rolesSaved({ name: colleague.name }));
  }

  if (leaving) {
    return (
      <FormModal
        title={m.takeAwayTitle({ name: colleague.name })}
        action={m.takeAway()}
        look="danger"
        busy={roles.isPending}
        error={roles.error}
        onClose={onClose}
        onSubmit={() => send([], m.removed({ name: colleague.name }))}
      >
        <p>{m.takeAwayText({ name: colleague.name })}</p>
      </FormModal>
    );
  }
  return (
    <Modal
      placement="sheet"
      title={m.rolesOf({ name: colleague.name })}
      onClose={onClose}
      footer={
        <>
          <Button look="danger" className="me-auto" onClick={() => setLeaving(true)}>
            {m.takeAway()}
          </Button>
          <Button
            look="primary"
            type="submit"
            form="change-roles"
            disabled={chosen.length === 0}
            busy={roles.isPending}
          >
            {m.save()}
          </Button>
        </>
      }
    >
      <form id="change-roles" onSubmit={submit} className="space-y-3">
        <RoleTicks roles={chosen} onChange={setChosen} />
        <p className="text-[0.8125rem] text-mute">{m.rolesHint()}</p>
        <WriteFailure error={roles.error} />
      </form>
    </Modal>
  );
}
