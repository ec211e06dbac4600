/**
 * The identity provider: people and departments log in here once, and every service of the platform
 * trusts the tokens that a key in the HSM signs.
 */
@NullMarked
package org.xinfu.idp;

import org.jspecify.annotations.NullMarked;
