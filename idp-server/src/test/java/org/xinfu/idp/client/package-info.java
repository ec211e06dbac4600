/** What a client is and how it proves itself. */
@NullMarked
package org.xinfu.idp.client;

import org.jspecify.annotations.NullMarked;
