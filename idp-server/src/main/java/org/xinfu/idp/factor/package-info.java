/** Further factors beside a password: second step of a login, step-up, and their administration. */
@NullMarked
package org.xinfu.idp.factor;

import org.jspecify.annotations.NullMarked;
