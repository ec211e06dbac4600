package org.xinfu.idp.ticket;

import org.xinfu.idp.authorize.LoginDesk;

/** The desk at which requests to {@code /ticket/login} wait. */
public record TicketDesk(LoginDesk desk) {}
