/** Measurements side by side with peers: both candidates in one run, in turns. Never published. */
@NullMarked
package org.xinfu.bench;

import org.jspecify.annotations.NullMarked;
