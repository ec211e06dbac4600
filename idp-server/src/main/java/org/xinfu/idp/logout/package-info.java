/**
 * Telling services that a login has ended (OpenID Connect Back-Channel Logout 1.0), and ending one
 * at their word (RP-Initiated Logout 1.0).
 */
@NullMarked
package org.xinfu.idp.logout;

import org.jspecify.annotations.NullMarked;
