// Generated from messages/backoffice/payerflags by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const attributedBy = () => (isEnglish() ? `Attributed by` : `认领人`);
export const bookedFor = () => (isEnglish() ? `Booked for` : `记入客户`);
export const bookedOn = () => (isEnglish() ? `Booked` : `到账日`);
export const cardHeld = (p: { name: string | number; payer: string | number }) => (isEnglish() ? `${text(p.payer)} paid this, and it is booked for ${text(p.name)}. Another person is to check why.` : `这笔款项由 ${text(p.payer)} 支付，记入 ${text(p.name)}。请由他人核对代付依据。`);
export const cardReleased = (p: { payer: string | number; reason: string | number; who: string | number }) => (isEnglish() ? `${text(p.payer)} paid this. ${text(p.who)} checked and released it: ${text(p.reason)}` : `这笔款项由 ${text(p.payer)} 代付，已由 ${text(p.who)} 核对放行：${text(p.reason)}`);
export const cardReversed = (p: { payer: string | number }) => (isEnglish() ? `${text(p.payer)} paid this. The receipt was reversed.` : `这笔款项由 ${text(p.payer)} 支付，收款单已冲销。`);
export const cardTitle = () => (isEnglish() ? `The payer is not the customer` : `付款人与客户不符`);
export const done = () => (isEnglish() ? `Released` : `已放行`);
export const held = () => (isEnglish() ? `To be checked` : `待核对`);
export const intro = () => (isEnglish() ? `The payer is neither the customer, nor a company of its group, nor known to pay for it. Somebody who neither attributed nor posted the money checks on what ground it was paid, and releases it; only then does the payer count as known.` : `付款人不是客户本身、不是同一集团的公司，也不是已知的代付方。须由认领人和过账人以外的人核对代付依据后放行；放行之后，该付款方才算已知。`);
export const knownFor = (p: { name: string | number }) => (isEnglish() ? `Known as the payer of ${text(p.name)}` : `该付款人已知属于 ${text(p.name)}`);
export const mark = () => (isEnglish() ? `Other payer` : `付款人不符`);
export const none = () => (isEnglish() ? `No receipts from other payers` : `没有付款人不符的收款`);
export const noneHint = () => (isEnglish() ? `A receipt whose payer is not the customer appears here by itself.` : `收款的付款人与客户不一致时会自动列在这里。`);
export const payer = () => (isEnglish() ? `Payer` : `付款人`);
export const reason = () => (isEnglish() ? `Ground` : `放行依据`);
export const receipt = () => (isEnglish() ? `Receipt` : `收款单`);
export const release = () => (isEnglish() ? `Release` : `放行`);
export const releaseHint = (p: { name: string | number; payer: string | number }) => (isEnglish() ? `${text(p.payer)} paid for ${text(p.name)}. Say on what ground, such as the number of the mandate. From then on the payer is known.` : `${text(p.payer)} 代 ${text(p.name)} 付款。请写明依据，例如委托付款书编号。放行后该付款方记为已知。`);
export const releaseTitle = () => (isEnglish() ? `Release this receipt?` : `放行这笔代付收款？`);
export const released = () => (isEnglish() ? `Released` : `已放行`);
export const reversed = () => (isEnglish() ? `Reversed` : `已冲销`);
export const search = () => (isEnglish() ? `Payer, account, customer, number` : `付款人、账号、客户、单据号`);
export const title = () => (isEnglish() ? `Other payers` : `付款人不符`);
export const unnamed = () => (isEnglish() ? `No name given` : `未注明户名`);
export const why = () => (isEnglish() ? `Ground` : `依据`);
