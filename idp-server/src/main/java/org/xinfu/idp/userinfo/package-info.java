/** The UserInfo endpoint (OpenID Connect Core §5.3). */
@NullMarked
package org.xinfu.idp.userinfo;

import org.jspecify.annotations.NullMarked;
