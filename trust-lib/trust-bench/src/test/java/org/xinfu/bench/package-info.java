@NullMarked
package org.xinfu.bench;

import org.jspecify.annotations.NullMarked;
