/** Where people are reached: numbers and mailboxes are added and taken away. */
@NullMarked
package org.xinfu.idp.contact;

import org.jspecify.annotations.NullMarked;
