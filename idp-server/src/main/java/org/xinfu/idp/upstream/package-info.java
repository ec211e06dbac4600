/** Logging in by the national platform: its adapters, linking, and what holds while it is away. */
@NullMarked
package org.xinfu.idp.upstream;

import org.jspecify.annotations.NullMarked;
