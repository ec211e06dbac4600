/** Fictitious accounts and clients of the demonstration; never in production. */
@NullMarked
package org.xinfu.idp.demo;

import org.jspecify.annotations.NullMarked;
