@NullMarked
package org.xinfu.trust.spring;

import org.jspecify.annotations.NullMarked;
