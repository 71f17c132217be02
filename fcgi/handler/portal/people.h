#ifndef HANDLER_PORTAL_PEOPLE_H
#define HANDLER_PORTAL_PEOPLE_H

#include "http/rq.h"

/* Who of a customer comes in: for a customer's own admin (people…) and for staff
 * (customers/{id}/portal-people…), by the audience of the route. */
route_handler people_get, people_invite, people_uninvite, people_role, people_end;

/* An invitation, for who has its link. */
route_handler invitation_look, invitation_accept;

#endif
