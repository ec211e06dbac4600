/** The short way to a machine's token (RFC 6749 §4.4). */
@NullMarked
package org.xinfu.idp.machine;

import org.jspecify.annotations.NullMarked;
