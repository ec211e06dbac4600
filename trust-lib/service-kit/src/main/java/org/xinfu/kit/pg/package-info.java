/**
 * PostgreSQL without an administrator: real binaries, unpacked once, durable, with a password,
 * adopted after the service was killed.
 */
@NullMarked
package org.xinfu.kit.pg;

import org.jspecify.annotations.NullMarked;
