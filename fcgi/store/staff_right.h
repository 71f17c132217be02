#ifndef STORE_STAFF_RIGHT_H
#define STORE_STAFF_RIGHT_H

/* What a role of the company's own may beside seeing, as the column staff_role.rights
 * numbers it: add at the end. */
enum staff_right {
    STAFF_WORK = 1 << 0,
    STAFF_SEND = 1 << 1,
    STAFF_IMPORT = 1 << 2,
    STAFF_TEAM = 1 << 3,
    STAFF_APPROVE = 1 << 4,
};

#endif
