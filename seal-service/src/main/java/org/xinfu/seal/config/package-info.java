/** Settings, devices and what may be called by whom. */
@NullMarked
package org.xinfu.seal.config;

import org.jspecify.annotations.NullMarked;
