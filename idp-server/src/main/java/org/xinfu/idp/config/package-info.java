/** The composition root: filter chains, settings and beans. */
@NullMarked
package org.xinfu.idp.config;

import org.jspecify.annotations.NullMarked;
