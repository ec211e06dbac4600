/**
 * The authorization endpoint (OpenID Connect Core §3.1.2): what is asked, and what is still due.
 */
@NullMarked
package org.xinfu.idp.authorize;

import org.jspecify.annotations.NullMarked;
