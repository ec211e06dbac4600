/** The rules, one by one. */
@NullMarked
package org.xinfu.idp.domain;

import org.jspecify.annotations.NullMarked;
