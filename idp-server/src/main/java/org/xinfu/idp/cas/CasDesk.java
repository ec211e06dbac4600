package org.xinfu.idp.cas;

import org.xinfu.idp.authorize.LoginDesk;

/** The desk at which requests to {@code /cas/login} wait. */
public record CasDesk(LoginDesk desk) {}
