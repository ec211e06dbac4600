/** Tokens of other nodes, without a server. */
@NullMarked
package org.xinfu.idp.exchange;

import org.jspecify.annotations.NullMarked;
