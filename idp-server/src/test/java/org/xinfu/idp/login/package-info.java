/** How a login is judged. */
@NullMarked
package org.xinfu.idp.login;

import org.jspecify.annotations.NullMarked;
