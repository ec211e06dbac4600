/** The self-test of a client: its registration, its logins and its logout, seen from outside. */
@NullMarked
package org.xinfu.idp.selftest;

import org.jspecify.annotations.NullMarked;
