/** What is still due at the authorization endpoint, without a server. */
@NullMarked
package org.xinfu.idp.authorize;

import org.jspecify.annotations.NullMarked;
