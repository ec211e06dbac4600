/** The ticket protocol of local systems: redirect with a ticket, signed calls behind it. */
@NullMarked
package org.xinfu.idp.ticket;

import org.jspecify.annotations.NullMarked;
