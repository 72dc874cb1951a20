import * as m from "./messages";

/** What a person is named in, in words. */
const topics: Record<string, () => string> = {
  identity: m.topicIdentity,
  sessions: m.topicSessions,
  links: m.topicLinks,
  mails: m.topicMails,
  messages: m.topicMessages,
  notes: m.topicNotes,
  issues: m.topicIssues,
  files: m.topicFiles,
  events: m.topicEvents,
  work: m.topicWork,
  log: m.topicLog,
  agreements: m.topicAgreements,
  signatures: m.topicSignatures,
  archive: m.topicArchive,
  books: m.topicBooks,
  settings: m.topicSettings,
  bundles: m.topicBundles,
  audit: m.topicAudit,
};

/** A topic in words; one that is newer than this page is shown by its own name. */
export const topicLabel = (topic: string) => topics[topic]?.() ?? topic;

const reasons: Record<string, () => string> = {
  privacy_done: m.blockedDone,
  privacy_own: m.blockedOwn,
  person_shared: m.blockedShared,
  privacy_held: m.blockedHeld,
  privacy_asked: m.blockedAsked,
};

/** Why somebody cannot be pseudonymised now. */
export const blockedLabel = (code: string) => reasons[code]?.() ?? code;
