@NullMarked
package org.xinfu.bench.idp;

import org.jspecify.annotations.NullMarked;
