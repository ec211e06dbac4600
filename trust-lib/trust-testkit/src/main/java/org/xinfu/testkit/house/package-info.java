/**
 * Starts and watches the four processes of the house on loopback, for {@code ./xinfu up}, the demo
 * and the end-to-end tests, which look at it in Chromium. A deployment uses its own supervisor.
 */
@NullMarked
package org.xinfu.testkit.house;

import org.jspecify.annotations.NullMarked;
