/** CAS protocol 3.0 for systems that speak nothing newer, out of the same logins as OIDC. */
@NullMarked
package org.xinfu.idp.cas;

import org.jspecify.annotations.NullMarked;
