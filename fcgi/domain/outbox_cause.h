#ifndef DOMAIN_OUTBOX_CAUSE_H
#define DOMAIN_OUTBOX_CAUSE_H

/*
 * Why a message has not arrived, where something is the matter with it, and what a
 * person can do about it. Set with the state that it explains and kept in outbox.cause;
 * what is as it should be (sent, settled, taken back by a person) has none. The
 * database spells them as OUTBOX_CAUSE_NAME does, so a new one needs a migration; the
 * pages have words for each, of the cause and of its remedy.
 */
enum outbox_cause {
    CAUSE_NONE,
    CAUSE_UNKNOWN,         /* nobody knows whether it arrived */
    CAUSE_SERVER_BUSY,     /* waits for another try */
    CAUSE_SERVER_SILENT,   /* tried in vain for a day */
    CAUSE_REFUSED,         /* by the mail server, for good */
    CAUSE_ADDRESS_REFUSED, /* the mail server refused one of its readers */
    CAUSE_NOT_WRITTEN,     /* its text could not be made */
    CAUSE_NOT_ARRIVED,     /* as a person says */
    CAUSE_SUPPRESSED,      /* mail to its reader is stopped */
    CAUSE_NOBODY,          /* nobody may be mailed */
    CAUSE_HELD,            /* by a hold, when it was about to go */
    CAUSE_BOUNCED,         /* came back, and the address may be tried again */
    CAUSE_NO_ADDRESS,      /* a letter, and no address that the post can deliver to */
    CAUSE_FILE_BROKEN,     /* a file that goes with it cannot be read or made */
    CAUSE_FILES_TOO_LARGE, /* for a mail, or for one letter */
    CAUSE__MAX
};

/* "server_busy"; NULL of CAUSE_NONE, and behind the last. */
extern const char *const OUTBOX_CAUSE_NAME[CAUSE__MAX + 1];

/* "wait": what helps, as the pages have words and buttons for it; NULL of no cause, or
 * of a name that is none. */
const char *outbox_cause_remedy(const char *name);

#endif
