/**
 * The port through which revocation evidence and trust lists come from the network. The core opens
 * no connection: {@link org.xinfu.trust.fetch.Fetcher#refusing()} is the default.
 */
@NullMarked
package org.xinfu.trust.fetch;

import org.jspecify.annotations.NullMarked;
