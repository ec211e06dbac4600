/** Password login: one use case, its page, and the brake on guessing. */
@NullMarked
package org.xinfu.idp.login;

import org.jspecify.annotations.NullMarked;
