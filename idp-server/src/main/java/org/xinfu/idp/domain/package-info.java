/** Accounts, roles and the rules of who may ask for which scope; plain Java. */
@NullMarked
package org.xinfu.idp.domain;

import org.jspecify.annotations.NullMarked;
