/** Shapes and answers that several endpoints give. */
@NullMarked
package org.xinfu.licence.web;

import org.jspecify.annotations.NullMarked;
