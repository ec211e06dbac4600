/** Which keys tokens are judged by. */
@NullMarked
package org.xinfu.idp.token;

import org.jspecify.annotations.NullMarked;
