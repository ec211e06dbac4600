/** Token exchange (RFC 8693), also for tokens of other nodes: city, province, nation. */
@NullMarked
package org.xinfu.idp.exchange;

import org.jspecify.annotations.NullMarked;
