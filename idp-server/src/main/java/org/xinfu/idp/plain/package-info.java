/**
 * The short ways to tokens: plain requests of clients with a secret, or with none and a code, where
 * all is in order.
 */
@NullMarked
package org.xinfu.idp.plain;

import org.jspecify.annotations.NullMarked;
