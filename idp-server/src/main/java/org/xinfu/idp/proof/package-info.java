/** Real-name verification (实名核验): a natural person is checked by an authority. */
@NullMarked
package org.xinfu.idp.proof;

import org.jspecify.annotations.NullMarked;
