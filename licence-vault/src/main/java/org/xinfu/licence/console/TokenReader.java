package org.xinfu.licence.console;

import java.time.Clock;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;

/** How access tokens are read, and by which time. */
@Component
record TokenReader(JwtDecoder decoder, Clock clock) {}
