/** Clients in trial: fictitious persons who log in there, and what they are told wrongly. */
@NullMarked
package org.xinfu.idp.sandbox;

import org.jspecify.annotations.NullMarked;
