package org.xinfu.idp.token;

import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Verifies the access tokens that {@code /api/**} takes: ours, in time, and for this server. */
public record ApiTokens(JwtDecoder decoder) {}
