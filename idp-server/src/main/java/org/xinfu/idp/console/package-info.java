/** Administration for three powers that exclude each other, and for cities. */
@NullMarked
package org.xinfu.idp.console;

import org.jspecify.annotations.NullMarked;
