/** Registered clients and the ways in which they prove who they are. */
@NullMarked
package org.xinfu.idp.client;

import org.jspecify.annotations.NullMarked;
